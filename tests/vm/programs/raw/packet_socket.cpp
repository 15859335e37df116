// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet_socket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace raw {

namespace {

constexpr size_t longest_frame = 70000;
constexpr int receive_bytes = 16 << 20;

} // namespace

void die(const std::string& what) {
    std::fprintf(stderr, "raw: %s: %s\n", what.c_str(), std::strerror(errno));
    std::exit(1);
}

PacketSocket::PacketSocket(const std::string& interface)
    : fd_(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0)), buffer_(longest_frame) {
    if (fd_ < 0)
        die("cannot open a packet socket");
    ifreq request{};
    interface.copy(request.ifr_name, IFNAMSIZ - 1);
    if (ioctl(fd_, SIOCGIFHWADDR, &request) < 0)
        die("there is no " + interface);
    const auto* address = reinterpret_cast<const uint8_t*>(request.ifr_hwaddr.sa_data);
    address_.assign(address, address + ETH_ALEN);
    const int one = 1;
    if (setsockopt(fd_, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)) < 0 ||
        setsockopt(fd_, SOL_SOCKET, SO_RCVBUFFORCE, &receive_bytes, sizeof(receive_bytes)) < 0)
        die("cannot set up the packet socket");
    sockaddr_ll where{};
    where.sll_family = AF_PACKET;
    where.sll_protocol = htons(ETH_P_ALL);
    where.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
    if (bind(fd_, reinterpret_cast<sockaddr*>(&where), sizeof(where)) < 0)
        die("cannot bind to " + interface);
}

PacketSocket::~PacketSocket() {
    close(fd_);
}

std::span<const uint8_t> PacketSocket::receive() {
    const ssize_t bytes = recv(fd_, buffer_.data(), buffer_.size(), 0);
    if (bytes < 0) {
        if (errno == EAGAIN || errno == EINTR || errno == ENETDOWN)
            return {};
        die("cannot receive");
    }
    return {buffer_.data(), static_cast<size_t>(bytes)};
}

bool PacketSocket::send(std::span<const uint8_t> frame) {
    while (::send(fd_, frame.data(), frame.size(), 0) < 0) {
        if (errno == EMSGSIZE)
            return false;
        if (errno != EAGAIN && errno != ENOBUFS && errno != EINTR)
            die("cannot send");
        pollfd room{fd_, POLLOUT, 0};
        poll(&room, 1, 10);
    }
    return true;
}

} // namespace raw
