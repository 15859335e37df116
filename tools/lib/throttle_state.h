// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/histogram.h"
#include "lib/throttle.h"
#include "lib/throttle_abi.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// The two that everything is counted by, in the kernel's order.
inline constexpr std::size_t direction_count = 2;
inline constexpr std::array<std::string_view, direction_count> directions{"read", "write"};

/// All that xen-blkthrottle knows of a domain or a disk: struct xbt_state, as this
/// tool has it.
struct ThrottleState {
    Scope scope;
    std::uint64_t vbds = 0;
    std::uint64_t rings = 0;
    std::uint64_t time_ns = 0;               ///< when it was read, CLOCK_MONOTONIC
    std::optional<std::uint64_t> since_ns{}; ///< when counting began; sysfs does not tell
    Limits limits{};
    std::array<xbt_numbers, direction_count> numbers{};
    std::uint64_t other_ios = 0;
    std::array<Histogram, direction_count> wait{};
    std::array<Histogram, direction_count> service{};
};

/// A number of reads and writes together.
std::uint64_t both(const ThrottleState& state, __u64 xbt_numbers::*number);

/// The percentile of the time that reads and writes waited.
std::optional<std::uint64_t> wait_percentile_ns(const ThrottleState& state, unsigned int per_cent);

/// What the device gave; the settings are those that this tool knows.
ThrottleState to_state(const xbt_state& raw);

/// Fills in what the attribute stat has.
void take_stat(ThrottleState& state, const Stat& stat);

/// ... and what the attribute latency_hist has. Error: the line that is none of it.
Result<void, std::string> take_latencies(ThrottleState& state, std::string_view text);

/// Reads all of it from sysfs, a file at a time, the histograms if they are wanted.
/// Errors: those of Throttle.
Result<ThrottleState> read_state(const Sysfs& sysfs, const Scope& scope, bool latencies);

} // namespace dom0ctl
