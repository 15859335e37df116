// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/disks.h"
#include "lib/limits.h"
#include "lib/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// One [[limit]] of a limits file: which guests, or which of their disks, and
/// which limits they get. The patterns are those of fnmatch(3).
struct PolicyEntry {
    std::string guest;               ///< for the guest's name
    std::optional<std::string> disk; ///< for the disk's name or number; none: the whole guest
    WantedLimits limits;
};

/// Reads limits files. Each path is a file, or a folder whose *.toml are read
/// in alphabetical order.
/// Errors: failed (a path cannot be read), usage (a mistake in a file; the
/// message starts with "<file>:<line>:"). No part of a policy with a mistake in
/// it is given back.
Result<std::vector<PolicyEntry>> load_policy(const std::vector<std::string>& paths);

/// What a guest of that name gets, or one of its disks: for each limit, the last
/// matching entry that names it decides; a limit no entry names stays as it is.
/// Entries for disks say nothing about the guest as a whole, and the other way
/// round.
WantedLimits limits_for(const std::vector<PolicyEntry>& policy, std::string_view guest_name,
                        std::optional<Devid> disk = std::nullopt);

} // namespace dom0ctl
