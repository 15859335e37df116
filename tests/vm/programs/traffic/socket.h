// SPDX-License-Identifier: GPL-2.0-or-later
/// Sockets by numeric address, IPv4 or IPv6. Whatever fails ends the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

using Bytes = std::span<std::byte>;
using ConstBytes = std::span<const std::byte>;

class Socket {
  public:
    explicit Socket(int handle) : handle_(handle) {}
    Socket(Socket&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket& operator=(Socket&&) = delete;
    ~Socket();

    int handle() const { return handle_; }
    /// Of a stream: all of it, or the program ends.
    void write_all(ConstBytes data) const;
    /// Of a stream: fills the buffer, or as much as there is until the other side's end.
    size_t read_all(Bytes data) const;

  private:
    int handle_;
};

/// A socket of that type (SOCK_STREAM, ...) to there. A server that is not up yet
/// is waited for.
Socket connect_to(int type, const std::string& address, uint16_t port, int protocol = 0);
/// One that takes both IPv4 and IPv6.
Socket listen_on(int type, uint16_t port);

[[noreturn]] void give_up(const char* what);
