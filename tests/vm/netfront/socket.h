// SPDX-License-Identifier: GPL-2.0-or-later
//
// A packet socket: what dom0's tools see of an interface, and send through it.
#pragma once

#include <optional>
#include <string>

#include "record.h"

namespace netfront {

class Socket {
  public:
    // Brings the interface up, too.
    explicit Socket(const std::string& interface);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    // The next frame that came in, with the VLAN tag that the kernel took out.
    std::optional<Seen> receive();

    // How dom0's own stack would send it: a frame whose checksum is left blank
    // says where it is, one with gso says how it is to be cut.
    void send(const Frame& frame, bool blank, unsigned gso);

    // Frames that found no room in here; then nothing can be said of any.
    unsigned lost();

  private:
    int fd_; // what comes in
    int sender_;
    Bytes buffer_;
};

} // namespace netfront
