// SPDX-License-Identifier: GPL-2.0-or-later
//
// What user-space switches and emulators do: read from one interface, write to
// the other, both ways, and look at nothing.
#include <cstdio>
#include <poll.h>

#include "commands.h"
#include "packet_socket.h"

namespace raw {

namespace {

struct Counts {
    unsigned long frames = 0;
    unsigned long too_long = 0;
};

void pass(PacketSocket& from, PacketSocket& to, Counts& counts) {
    for (auto frame = from.receive(); !frame.empty(); frame = from.receive()) {
        if (to.send(frame))
            counts.frames++;
        else
            counts.too_long++;
    }
}

} // namespace

int forward(const std::string& first, const std::string& second) {
    PacketSocket one(first), other(second);
    Counts there, back;
    std::printf("ready\n");
    std::fflush(stdout);
    while (!told_to_stop()) {
        pollfd ready[] = {{one.fd(), POLLIN, 0}, {other.fd(), POLLIN, 0}};
        poll(ready, 2, 200);
        pass(one, other, there);
        pass(other, one, back);
    }
    std::printf("frames %lu %lu\ntoo_long %lu %lu\n", there.frames, back.frames, there.too_long,
                back.too_long);
    return 0;
}

} // namespace raw
