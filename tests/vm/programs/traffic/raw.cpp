// SPDX-License-Identifier: GPL-2.0-or-later
/// Packets of UDP or TCP with a checksum of the caller's choice. Nobody answers
/// them; whether it is the right one is for others to find out.
#include "commands.h"
#include "socket.h"

#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>

namespace {

constexpr uint16_t own_port = 30000;
constexpr size_t payload = 64;

std::vector<std::byte> udp_packet(uint16_t port, uint16_t checksum) {
    std::vector<std::byte> packet(sizeof(udphdr) + payload);
    udphdr header = {};
    header.uh_sport = htons(own_port);
    header.uh_dport = htons(port);
    header.uh_ulen = htons(static_cast<uint16_t>(packet.size()));
    header.uh_sum = htons(checksum);
    std::memcpy(packet.data(), &header, sizeof(header));
    return packet;
}

std::vector<std::byte> tcp_packet(uint16_t port, uint16_t checksum) {
    std::vector<std::byte> packet(sizeof(tcphdr) + payload);
    tcphdr header = {};
    header.th_sport = htons(own_port);
    header.th_dport = htons(port);
    header.th_off = sizeof(header) / 4;
    header.th_flags = TH_ACK;
    header.th_win = htons(1024);
    header.th_sum = htons(checksum);
    std::memcpy(packet.data(), &header, sizeof(header));
    return packet;
}

} // namespace

int send_raw(const std::string& protocol, const Order& order, uint16_t checksum) {
    bool udp = protocol == "udp";
    auto packet = udp ? udp_packet(order.port, checksum) : tcp_packet(order.port, checksum);
    // A raw socket's port is its protocol.
    Socket socket = connect_to(SOCK_RAW, order.address, 0, udp ? IPPROTO_UDP : IPPROTO_TCP);
    for (uint64_t i = 0; i < order.count; i++)
        if (send(socket.handle(), packet.data(), packet.size(), 0) < 0)
            give_up("send");
    return 0;
}
