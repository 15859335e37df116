// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace evtchns {

// Takes so many, or as many as there are, as the toolstack does: through
// /dev/xen/evtchn. Prints how many it has and why not more ("full" or an error,
// "-" if it has all), and keeps them until it is killed.
int hold(unsigned long count);

// Prints "ready", then each uevent of xen-irqpool's, until it is killed:
// ACTION CEILING LEVEL USED LIMIT
int uevents();

// Prints "ready", then each event of /dev/xen/irqpool, until it is killed:
// TYPE DOMID CEILING LEVEL USED LIMIT LOST
int events();

} // namespace evtchns
