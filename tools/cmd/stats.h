// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/sample.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// What "stats" is asked for.
struct StatsRequest {
    std::vector<std::string> guests; ///< empty: all
    bool disks = false;              ///< a line for each disk, too
    bool vifs = false;               ///< ... and for each interface
    bool prometheus = false;         ///< in place of the table
    std::optional<std::string> file; ///< where to, in place of the standard output
};

/// What is said of a sample.
Output describe(const Sample& sample, const StatsRequest& request);

/// dom0ctl stats [GUEST ...] [--disks] [--vifs] [--prometheus [--output FILE]]
Result<Output> stats(World& world, const StatsRequest& request);

} // namespace dom0ctl
