// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/sample.h"
#include "tests/fake_counts.h"

#include <string>
#include <utility>
#include <vector>

namespace dom0ctl {

/// A guest with two disks that are busy(), an interface that has had packets, and
/// 8 + domid event channels.
inline GuestSample busy_guest(Domid domid, std::string name) {
    GuestSample guest;
    guest.guest = {domid, std::move(name)};
    guest.throttle = busy(domid);
    guest.disks = {busy({domid, 51712}), busy({domid, 51728})};
    const Vif vif{"vif" + std::to_string(domid) + ".0", 0, guest.guest};
    guest.vifs.push_back({vif,
                          {{{"rx_packets", 1000},
                            {"rx_completed", 40},
                            {"rx_repaired", 1},
                            {"tx_packets", 2000},
                            {"tx_completed", 60},
                            {"tx_repaired", 2}}}});
    guest.irq = IrqDomain{guest.guest, {8 + domid, ""}, {0, "default"}, {512, ""}, {0, ""}, {}};
    return guest;
}

inline Sample sample_of(std::vector<GuestSample> guests) {
    Sample sample;
    sample.guests = std::move(guests);
    sample.ceilings = {{2000, ""}, {4095, ""}, {2300, ""}, {12548, ""}, {98, ""}};
    return sample;
}

} // namespace dom0ctl
