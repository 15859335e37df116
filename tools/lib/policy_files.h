// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/policy.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// What was read, and all that is wrong with it.
struct PolicyReading {
    Policy policy;
    std::vector<Mistake> mistakes;
};

/// Reads limits files. Each path is a file, or a folder whose *.toml are read in
/// alphabetical order. A path that cannot be read is a mistake, too, without a
/// position (failed, no_permission).
PolicyReading read_policy(const std::vector<std::string>& paths);

/// Where settings are kept: the files of that folder, or nothing if there is no
/// such folder.
PolicyReading read_policy_folder(const std::string& folder);

/// The reading's policy if there is no mistake, else an error: the first mistake,
/// and how many more there are.
Result<Policy> without_mistakes(PolicyReading reading);

} // namespace dom0ctl
