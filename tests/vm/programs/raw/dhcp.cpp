// SPDX-License-Identifier: GPL-2.0-or-later
//
// A DHCP client that has no address yet and so uses a packet socket, as all do.
// It checks the UDP checksum of what it gets, and as dhclient did for long, and
// BSD's still does, it takes a blank one for a broken packet.
#include <chrono>
#include <cstdio>
#include <optional>
#include <poll.h>

#include "commands.h"
#include "packet_socket.h"
#include "sum.h"

namespace raw {

namespace {

using netfront::read16;
using netfront::View;
using netfront::write16;

constexpr size_t at_ip = 14;
constexpr size_t at_udp = at_ip + 20;
constexpr size_t at_bootp = at_udp + 8;
constexpr size_t at_options = at_bootp + 236;
constexpr uint8_t cookie[] = {99, 130, 83, 99};
constexpr uint8_t xid[] = {0xd0, 0x0d, 0xca, 0xfe};

enum Message : uint8_t { discover = 1, offer = 2, request = 3, ack = 5 };

struct Reply {
    uint8_t message = 0;
    Bytes address; // that it is about
    Bytes server;
};

void append(Bytes& to, std::initializer_list<View> parts) {
    for (const View part : parts)
        to.insert(to.end(), part.begin(), part.end());
}

Bytes build(const Bytes& own, Message message, const Reply& about) {
    Bytes frame(at_options);
    std::fill(frame.begin(), frame.begin() + 6, uint8_t{0xff});
    std::copy(own.begin(), own.end(), frame.begin() + 6);
    write16(frame, 12, 0x0800);
    frame[at_bootp] = 1;     // a request
    frame[at_bootp + 1] = 1; // by Ethernet
    frame[at_bootp + 2] = 6;
    std::copy(std::begin(xid), std::end(xid), frame.begin() + at_bootp + 4);
    std::copy(own.begin(), own.end(), frame.begin() + at_bootp + 28);
    const uint8_t type[] = {53, 1, message};
    append(frame, {cookie, type});
    if (message == request) {
        const uint8_t wanted[] = {50, 4}, server[] = {54, 4};
        append(frame, {wanted, about.address, server, about.server});
    }
    frame.push_back(255);
    frame.resize(std::max<size_t>(frame.size(), at_bootp + 300));

    frame[at_ip] = 0x45;
    write16(frame, at_ip + 2, static_cast<unsigned>(frame.size() - at_ip));
    frame[at_ip + 8] = 64;
    frame[at_ip + 9] = netfront::protocol_udp;
    std::fill(frame.begin() + at_ip + 16, frame.begin() + at_ip + 20, uint8_t{0xff});
    write16(frame, at_ip + 10,
            static_cast<uint16_t>(
                ~netfront::fold(netfront::add_words(View(frame).subspan(at_ip, 20)))));
    write16(frame, at_udp, 68);
    write16(frame, at_udp + 2, 67);
    write16(frame, at_udp + 4, static_cast<unsigned>(frame.size() - at_udp));
    const auto udp = netfront::find_transport(frame);
    write16(frame, udp->field, udp->right(frame));
    return frame;
}

// An answer to us; wrong counts those whose checksum is not right.
std::optional<Reply> understand(View frame, unsigned& wrong) {
    const auto udp = netfront::find_transport(frame);
    if (!udp || udp->protocol != netfront::protocol_udp || udp->begin != at_udp ||
        read16(frame, at_udp + 2) != 68 || udp->end < at_options + 4 ||
        !std::equal(std::begin(xid), std::end(xid), frame.begin() + at_bootp + 4))
        return {};
    // Zero: it chose to have none.
    const uint16_t sum = read16(frame, udp->field);
    if (sum != 0 && sum != udp->right(frame)) {
        wrong++;
        return {};
    }
    Reply reply;
    reply.address.assign(frame.begin() + at_bootp + 16, frame.begin() + at_bootp + 20);
    for (size_t at = at_options + 4; at + 2 <= udp->end && frame[at] != 255;) {
        const size_t length = frame[at] == 0 ? 0 : frame[at + 1];
        if (at + 2 + length > udp->end)
            break;
        const View value = frame.subspan(at + 2, length);
        if (frame[at] == 53 && length == 1)
            reply.message = value[0];
        if (frame[at] == 54)
            reply.server.assign(value.begin(), value.end());
        at += frame[at] == 0 ? 1 : 2 + length;
    }
    return reply;
}

} // namespace

int dhcp(const std::string& interface, unsigned seconds) {
    using Clock = std::chrono::steady_clock;
    PacketSocket socket(interface);
    Message message = discover;
    Reply offered;
    unsigned wrong = 0;
    const auto end = Clock::now() + std::chrono::seconds(seconds);
    while (Clock::now() < end && !told_to_stop()) {
        socket.send(build(socket.address(), message, offered));
        const auto again = Clock::now() + std::chrono::seconds(1);
        while (Clock::now() < again) {
            pollfd ready{socket.fd(), POLLIN, 0};
            poll(&ready, 1, 100);
            const auto reply = understand(socket.receive(), wrong);
            if (!reply)
                continue;
            if (reply->message == ack && message == request) {
                const Bytes& a = reply->address;
                std::printf("lease %u.%u.%u.%u\nincorrect %u\n", a[0], a[1], a[2], a[3], wrong);
                return 0;
            }
            if (reply->message == offer && message == discover) {
                offered = *reply;
                message = request;
                break;
            }
        }
    }
    std::printf("no lease\nincorrect %u\n", wrong);
    return 1;
}

} // namespace raw
