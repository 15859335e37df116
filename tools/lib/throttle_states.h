// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle_device.h"

#include <vector>

namespace dom0ctl {

/// The states of all domains or of one, by domid and then devid; a domain comes
/// before its disks. The device, if there is one, gives all at once; where it is not
/// to be had (it is root's, or the module has another ABI), sysfs is read, file by
/// file.
///
/// What goes while it is looked at is left out, so the list may be empty, also of
/// one domain. Errors: those of Throttle but no_guest.
Result<std::vector<ThrottleState>> read_states(ThrottleDevice* device, const Sysfs& sysfs,
                                               const WantedStates& wanted);

} // namespace dom0ctl
