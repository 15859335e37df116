// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"
#include "lib/sysfs.h"

namespace dom0ctl {

/// Where a command looks and whom it asks.
struct World {
    const Sysfs& sysfs;
    GuestNames& names;
};

} // namespace dom0ctl
