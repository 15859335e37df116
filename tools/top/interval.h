// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle_state.h"

#include <array>
#include <optional>

namespace dom0ctl {

/// What happened to a domain or a disk between two looks at it.
struct Interval {
    double seconds = 0;
    std::array<double, direction_count> bytes_per_s{};
    std::array<double, direction_count> ios_per_s{};
    /// The part of the time, 0 to 1, during which at least one request waited:
    /// that of reads or that of writes, whichever was longer. How far the two
    /// overlap is not counted; together they took at least as long.
    double throttled = 0;
    Histogram wait{}; ///< of reads and writes that left in this time
};

/// Nothing if the two cannot be compared: the numbers were started anew in
/// between, or it is another domain of the same domid.
std::optional<Interval> interval(const ThrottleState& before, const ThrottleState& after);

} // namespace dom0ctl
