// SPDX-License-Identifier: GPL-2.0-or-later
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The header leaves this to others.
using domid_t = unsigned short;
#include <xen/evtchn.h>

#include "commands.h"

namespace evtchns {

int hold(unsigned long count) {
    const int device = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC);
    if (device < 0) {
        std::perror("/dev/xen/evtchn");
        return 1;
    }
    unsigned long held = 0;
    const char* why = "-";
    for (; held < count; held++) {
        // For dom0 itself, so there is nobody who would have to bind the other end.
        ioctl_evtchn_bind_unbound_port wanted = {};
        if (ioctl(device, IOCTL_EVTCHN_BIND_UNBOUND_PORT, &wanted) < 0) {
            why = errno == ENOSPC ? "full" : std::strerror(errno);
            break;
        }
    }
    std::printf("%lu %s\n", held, why);
    for (;;)
        pause();
}

} // namespace evtchns
