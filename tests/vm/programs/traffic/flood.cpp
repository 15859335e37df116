// SPDX-License-Identifier: GPL-2.0-or-later
/// As much as there is room for, one way, for figures: nothing of it is looked at.
#include "commands.h"
#include "socket.h"

#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

constexpr size_t piece_size = 65536;

void swallow(const Socket& socket) {
    std::vector<std::byte> data(piece_size);
    while (recv(socket.handle(), data.data(), data.size(), 0) > 0) {
    }
}

} // namespace

int serve_sink(uint16_t port) {
    Socket listener = listen_on(SOCK_STREAM, port);
    for (;;) {
        int handle = accept(listener.handle(), nullptr, nullptr);
        if (handle >= 0)
            std::thread(swallow, Socket(handle)).detach();
    }
}

int flood(const std::string& address, uint16_t port) {
    Socket socket = connect_to(SOCK_STREAM, address, port);
    std::vector<std::byte> data(piece_size);
    while (send(socket.handle(), data.data(), data.size(), MSG_NOSIGNAL) > 0) {
    }
    return 0;
}
