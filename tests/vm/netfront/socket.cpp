// SPDX-License-Identifier: GPL-2.0-or-later
#include "socket.h"

#include <arpa/inet.h>
#include <cstring>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

// A name in this header is a word of C++.
#define class class_
#include <linux/virtio_net.h>
#undef class

#include "error.h"

namespace netfront {

namespace {

using frontlib::fail_errno;

constexpr int receive_bytes = 64 << 20;
constexpr size_t longest_frame = 70000;

int packet_socket(const std::string& interface, int protocol) {
    const int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fail_errno("cannot open a packet socket");
    ifreq request{};
    interface.copy(request.ifr_name, IFNAMSIZ - 1);
    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        fail_errno("there is no " + interface);
    request.ifr_flags |= IFF_UP;
    if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        fail_errno("cannot bring up " + interface);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(static_cast<uint16_t>(protocol));
    address.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) < 0)
        fail_errno("cannot bind to " + interface);
    return fd;
}

void set(int fd, int level, int option, int value) {
    if (setsockopt(fd, level, option, &value, sizeof(value)) < 0)
        fail_errno("cannot set up the packet socket");
}

} // namespace

Socket::Socket(const std::string& interface)
    : fd_(packet_socket(interface, ETH_P_ALL)), sender_(packet_socket(interface, 0)),
      buffer_(longest_frame) {
    set(fd_, SOL_PACKET, PACKET_AUXDATA, 1);
    set(fd_, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
    set(fd_, SOL_SOCKET, SO_RCVBUFFORCE, receive_bytes);
    set(sender_, SOL_PACKET, PACKET_VNET_HDR, 1);
}

Socket::~Socket() {
    close(fd_);
    close(sender_);
}

std::optional<Seen> Socket::receive() {
    iovec piece{buffer_.data(), buffer_.size()};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(tpacket_auxdata))];
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    const ssize_t bytes = recvmsg(fd_, &message, 0);
    if (bytes < 0) {
        // An interface that goes down says so once.
        if (errno == EAGAIN || errno == ENETDOWN)
            return {};
        fail_errno("cannot receive");
    }
    Seen seen{Bytes(buffer_.begin(), buffer_.begin() + bytes), false};
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_PACKET || part->cmsg_type != PACKET_AUXDATA)
            continue;
        tpacket_auxdata about;
        std::memcpy(&about, CMSG_DATA(part), sizeof(about));
        seen.blank = (about.tp_status & TP_STATUS_CSUMNOTREADY) != 0;
        if ((about.tp_status & TP_STATUS_VLAN_VALID) && seen.bytes.size() >= 12) {
            Bytes tag(4);
            write16(tag, 0,
                    about.tp_status & TP_STATUS_VLAN_TPID_VALID ? about.tp_vlan_tpid : 0x8100);
            write16(tag, 2, about.tp_vlan_tci);
            seen.bytes.insert(seen.bytes.begin() + 12, tag.begin(), tag.end());
        }
    }
    return seen;
}

void Socket::send(const Frame& frame, bool blank, unsigned gso) {
    virtio_net_hdr header{};
    const auto transport = find_transport(frame.sent);
    if ((blank || gso) && !transport)
        throw frontlib::Error("only a plain frame can be sent so");
    if (blank) {
        header.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
        header.csum_start = static_cast<uint16_t>(transport->begin);
        header.csum_offset = static_cast<uint16_t>(transport->field - transport->begin);
    }
    if (gso) {
        const bool ipv6 = read16(frame.sent, 12) == ETH_P_IPV6;
        header.gso_type = ipv6 ? VIRTIO_NET_HDR_GSO_TCPV6 : VIRTIO_NET_HDR_GSO_TCPV4;
        header.gso_size = static_cast<uint16_t>(gso);
        header.hdr_len = static_cast<uint16_t>(transport->payload(frame.sent));
    }
    iovec pieces[] = {{&header, sizeof(header)},
                      {const_cast<uint8_t*>(frame.sent.data()), frame.sent.size()}};
    if (writev(sender_, pieces, 2) < 0)
        fail_errno("cannot send a frame of " + std::to_string(frame.sent.size()) + " bytes");
}

unsigned Socket::lost() {
    tpacket_stats stats{};
    socklen_t length = sizeof(stats);
    if (getsockopt(fd_, SOL_PACKET, PACKET_STATISTICS, &stats, &length) < 0)
        fail_errno("cannot read the packet socket's statistics");
    return stats.tp_drops;
}

} // namespace netfront
