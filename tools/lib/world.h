// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"
#include "lib/sysfs.h"

#include <string>

namespace dom0ctl {

/// Where a command looks and whom it asks.
struct World {
    const Sysfs& sysfs;
    GuestNames& names;
    std::string limits_folder = "/etc/dom0ctl/limits.d"; ///< settings that last
    std::string lock = "/run/dom0ctl.lock";              ///< see take_lock()
};

} // namespace dom0ctl
