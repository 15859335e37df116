// SPDX-License-Identifier: GPL-2.0-or-later
#include "socket.h"

#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

constexpr int on = 1;
constexpr int connect_seconds = 30;

} // namespace

void give_up(const char* what) {
    std::perror(what);
    std::_Exit(2);
}

Socket::~Socket() {
    if (handle_ >= 0)
        close(handle_);
}

void Socket::write_all(ConstBytes data) const {
    while (!data.empty()) {
        ssize_t done = send(handle_, data.data(), data.size(), MSG_NOSIGNAL);
        if (done < 0)
            give_up("send");
        data = data.subspan(static_cast<size_t>(done));
    }
}

size_t Socket::read_all(Bytes data) const {
    size_t have = 0;
    while (have < data.size()) {
        ssize_t got = recv(handle_, data.data() + have, data.size() - have, 0);
        if (got < 0)
            give_up("recv");
        if (got == 0)
            break;
        have += static_cast<size_t>(got);
    }
    return have;
}

Socket connect_to(int type, const std::string& address, uint16_t port, int protocol) {
    sockaddr_in v4 = {};
    sockaddr_in6 v6 = {};
    bool is_v4 = inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
    if (!is_v4 && inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) {
        std::fprintf(stderr, "%s is no IPv4 or IPv6 address\n", address.c_str());
        std::_Exit(2);
    }
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;
    v4.sin_port = v6.sin6_port = htons(port);
    const auto* to =
        is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
    for (int tries = connect_seconds * 10;; tries--) {
        Socket socket(::socket(to->sa_family, type, protocol));
        if (connect(socket.handle(), to, is_v4 ? sizeof(v4) : sizeof(v6)) == 0) {
            if (type == SOCK_STREAM)
                setsockopt(socket.handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
            return socket;
        }
        if (tries == 0)
            give_up("connect");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Socket listen_on(int type, uint16_t port) {
    Socket socket(::socket(AF_INET6, type, 0));
    sockaddr_in6 any = {};
    any.sin6_family = AF_INET6;
    any.sin6_port = htons(port);
    setsockopt(socket.handle(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(socket.handle(), reinterpret_cast<sockaddr*>(&any), sizeof(any)) != 0)
        give_up("bind");
    if (type == SOCK_STREAM && listen(socket.handle(), 128) != 0)
        give_up("listen");
    return socket;
}
