// SPDX-License-Identifier: GPL-2.0-or-later
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <iterator>
#include <poll.h>
#include <unistd.h>
#include <xen/irqpool.h>

#include "commands.h"

namespace evtchns {

namespace {

const char* type_name(unsigned type) {
    static const char* const names[] = {"?", "level", "refused-quota", "refused-full", "reclaimed"};
    return names[type < std::size(names) ? type : 0];
}

const char* ceiling_name(unsigned ceiling) {
    return ceiling == XIP_CHANNELS ? "channels" : ceiling == XIP_DESCRIPTORS ? "descriptors" : "?";
}

} // namespace

int events() {
    const int device = open(XIP_DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) {
        std::perror(XIP_DEVICE);
        return 1;
    }
    std::printf("ready\n");
    for (;;) {
        pollfd wanted = {device, POLLIN, 0};
        if (poll(&wanted, 1, -1) < 0 || wanted.revents != POLLIN) {
            std::fprintf(stderr, "poll gave %x\n", static_cast<unsigned>(wanted.revents));
            return 1;
        }
        xip_event events[4];
        const ssize_t got = read(device, events, sizeof(events));
        if (got < 0 || got % sizeof(events[0]) != 0) {
            std::perror("read");
            return 1;
        }
        for (const xip_event* event = events; event < events + got / sizeof(events[0]); event++)
            std::printf("%s %u %s %u %u %u %llu\n", type_name(event->type), event->domid,
                        ceiling_name(event->ceiling), event->level, event->used, event->limit,
                        event->lost);
    }
}

} // namespace evtchns
