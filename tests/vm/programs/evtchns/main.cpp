// SPDX-License-Identifier: GPL-2.0-or-later
//
// evtchns: takes event channels of dom0's, and listens to what is told of them.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "commands.h"

int main(int argc, char** argv) {
    setvbuf(stdout, nullptr, _IOLBF, 0);
    if (argc == 3 && !std::strcmp(argv[1], "hold"))
        return evtchns::hold(std::strtoul(argv[2], nullptr, 10));
    if (argc == 2 && !std::strcmp(argv[1], "uevents"))
        return evtchns::uevents();
    if (argc == 2 && !std::strcmp(argv[1], "events"))
        return evtchns::events();
    std::fprintf(stderr, "usage: evtchns hold COUNT\n"
                         "       evtchns uevents\n"
                         "       evtchns events\n");
    return 2;
}
