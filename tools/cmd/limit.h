// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

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

/// dom0ctl limit set GUEST [--disk DISK] KNOB=VALUE ...: all of them or none.
Result<Output> limit_set(World& world, const Named& named, const std::vector<Setting>& settings);

/// dom0ctl limit get GUEST [--disk DISK]: without a disk, the guest's disks too.
Result<Output> limit_get(World& world, const Named& named);

/// dom0ctl limit list
Result<Output> limit_list(World& world);

/// dom0ctl limit clear GUEST [--disk DISK]; without a name: --all. Limits of a
/// guest are also those of its disks.
Result<Output> limit_clear(World& world, const std::optional<Named>& named);

/// Where "limit apply" looks when it is given no path.
inline constexpr const char* default_policy_dir = "/etc/dom0ctl/limits.d";

/// dom0ctl limit apply [PATH...]
Result<Output> limit_apply(World& world, const std::vector<std::string>& paths);

} // namespace dom0ctl
