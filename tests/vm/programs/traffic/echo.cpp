// SPDX-License-Identifier: GPL-2.0-or-later
/// The server: gives everything back. It keeps no account: a loss, a duplicate or
/// a changed byte on either way shows at the client.
#include "commands.h"
#include "socket.h"

#include <sys/socket.h>
#include <thread>

namespace {

constexpr size_t largest_datagram = 65536;
constexpr size_t stream_piece = 65536;

void echo_datagrams(uint16_t port) {
    Socket socket = listen_on(SOCK_DGRAM, port);
    std::vector<std::byte> data(largest_datagram);
    for (;;) {
        sockaddr_storage from = {};
        socklen_t length = sizeof(from);
        auto* address = reinterpret_cast<sockaddr*>(&from);
        ssize_t got = recvfrom(socket.handle(), data.data(), data.size(), 0, address, &length);
        // An error is of an earlier answer that nobody wanted any more.
        if (got >= 0)
            sendto(socket.handle(), data.data(), static_cast<size_t>(got), 0, address, length);
    }
}

void echo_stream(const Socket& socket) {
    std::vector<std::byte> data(stream_piece);
    for (;;) {
        ssize_t got = recv(socket.handle(), data.data(), data.size(), 0);
        if (got <= 0)
            return;
        ConstBytes left(data.data(), static_cast<size_t>(got));
        while (!left.empty()) {
            ssize_t done = send(socket.handle(), left.data(), left.size(), MSG_NOSIGNAL);
            if (done < 0)
                return;
            left = left.subspan(static_cast<size_t>(done));
        }
    }
}

void accept_streams(uint16_t port) {
    Socket listener = listen_on(SOCK_STREAM, port);
    for (;;) {
        int handle = accept(listener.handle(), nullptr, nullptr);
        if (handle >= 0)
            std::thread(echo_stream, Socket(handle)).detach();
    }
}

} // namespace

int serve_echo(const std::vector<uint16_t>& ports) {
    std::vector<std::jthread> threads;
    for (uint16_t port : ports) {
        threads.emplace_back(echo_datagrams, port);
        threads.emplace_back(accept_streams, port);
    }
    return 0;
}
