// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/changes.h"
#include "lib/sample.h"
#include "top/interval.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// A line of the screen: a guest, or one of its disks.
struct TopRow {
    Target target;
    std::optional<Interval> io; ///< nothing until it has been looked at twice
    std::optional<Limits> limits;
    std::optional<std::uint64_t> waiting;
    std::optional<std::uint64_t> p50_ns;
    std::optional<std::uint64_t> p99_ns;
    std::optional<double> fixed_per_s;
    std::optional<Amount> channels;
    std::optional<Amount> quota;

    /// Reads and writes together.
    std::optional<double> bytes_per_s() const;
    std::optional<double> ios_per_s() const;
};

/// All guests together.
struct TopTotals {
    std::size_t guests = 0;
    std::size_t throttled = 0; ///< guests that had to wait in this time
    double read_per_s = 0;
    double write_per_s = 0;
    double ios_per_s = 0;
    double fixed_per_s = 0;
    std::uint64_t waiting = 0;
};

/// What one refresh has to show.
struct TopFrame {
    double seconds = 0; ///< since the sample before; 0 without one
    std::vector<TopRow> rows;
    TopTotals totals;
    std::optional<CeilingSample> ceilings;
};

/// A sample, and when it was taken.
struct TimedSample {
    Sample sample;
    std::uint64_t time_ns = 0; ///< of a clock that only goes forward
};

/// What happened since the sample before, if there is one: a row for each guest or,
/// with disks, for each disk, by domid. Guests that have gone have none; those that
/// have come have one without rates.
TopFrame make_frame(const TimedSample* before, const TimedSample& after, bool disks);

} // namespace dom0ctl
