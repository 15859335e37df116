// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/limits.h"
#include "lib/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// One [[limit]] of a limits file: which guests, and which limits they get.
struct PolicyEntry {
    std::string pattern; ///< for the guest's name, as in fnmatch(3)
    WantedLimits limits;
};

/// Reads limits files. Each path is a file, or a folder whose *.toml are read
/// in alphabetical order.
/// Errors: failed (a path cannot be read), usage (a mistake in a file; the
/// message starts with "<file>:<line>:"). No part of a policy with a mistake in
/// it is given back.
Result<std::vector<PolicyEntry>> load_policy(const std::vector<std::string>& paths);

/// What a guest of that name gets: for each limit, the last matching entry that
/// names it decides; a limit no entry names stays as it is.
WantedLimits limits_for(const std::vector<PolicyEntry>& policy, std::string_view guest_name);

} // namespace dom0ctl
