// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

namespace raw {

using Bytes = std::vector<uint8_t>;

// Ends the program.
[[noreturn]] void die(const std::string& what);

// All frames that come in through an interface, as they are, and a way out
// through it. Like many of its kind it knows nothing of PACKET_AUXDATA, where
// the kernel would say that a checksum is left blank.
class PacketSocket {
  public:
    explicit PacketSocket(const std::string& interface);
    ~PacketSocket();
    PacketSocket(const PacketSocket&) = delete;
    PacketSocket& operator=(const PacketSocket&) = delete;

    int fd() const { return fd_; }
    // Empty when there is none.
    std::span<const uint8_t> receive();
    // False if the interface takes no frame that long.
    bool send(std::span<const uint8_t> frame);
    // The interface's Ethernet address.
    const Bytes& address() const { return address_; }

  private:
    int fd_;
    Bytes address_;
    Bytes buffer_;
};

} // namespace raw
