// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/keeper.h"
#include "lib/output.h"
#include "lib/target.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// One setting that "limit set" was given.
struct Setting {
    std::string shown; ///< what the person wrote for the knob: "--read-bps", "read_bps"
    std::string knob;
    std::string value;
};

/// What a command is about: a guest and, if one was named, its disk.
struct Named {
    std::string guest;
    std::optional<std::string> disk;
};

/// dom0ctl limit set GUEST [--disk DISK] KNOB=VALUE ... [--persist]: all of them or
/// none. The guest may be a pattern here and where limits are cleared.
Result<Output> limit_set(World& world, const Named& named, const std::vector<Setting>& settings,
                         Persist persist);

/// dom0ctl limit get GUEST [--disk DISK]: without a disk, the guest's disks too.
Result<Output> limit_get(World& world, const Named& named);

/// dom0ctl limit list [GUEST ...]; without one: all.
Result<Output> limit_list(World& world, const std::vector<std::string>& specs);

/// dom0ctl limit clear GUEST [--disk DISK] [--persist]; without a name: --all, which
/// does not persist. Limits of a guest are also those of its disks.
Result<Output> limit_clear(World& world, const std::optional<Named>& named, Persist persist);

} // namespace dom0ctl
