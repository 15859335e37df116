// SPDX-License-Identifier: GPL-2.0-or-later
//
// raw: programs of packet sockets that care for no checksum of their own, or for
// every one of others.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "commands.h"

namespace {

volatile std::sig_atomic_t stopped = 0;

void on_signal(int) {
    stopped = 1;
}

} // namespace

bool raw::told_to_stop() {
    return stopped != 0;
}

int main(int argc, char** argv) {
    std::signal(SIGTERM, on_signal);
    std::signal(SIGINT, on_signal);
    if (argc == 4 && !std::strcmp(argv[1], "forward"))
        return raw::forward(argv[2], argv[3]);
    if (argc == 4 && !std::strcmp(argv[1], "dhcp"))
        return raw::dhcp(argv[2], static_cast<unsigned>(std::atoi(argv[3])));
    std::fprintf(stderr, "usage: raw forward INTERFACE INTERFACE\n"
                         "       raw dhcp INTERFACE SECONDS\n");
    return 2;
}
