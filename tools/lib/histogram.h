// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle_abi.h"

#include <array>
#include <cstdint>
#include <optional>

namespace dom0ctl {

/// How many requests took how long, as xen-blkthrottle counts them: place i is for
/// 2^i <= ns < 2^(i+1), the first for all that is shorter, the last for all that
/// is longer.
using Histogram = std::array<std::uint64_t, XBT_HIST>;

/// Where a place ends, in ns.
constexpr std::uint64_t upper_bound_ns(std::size_t place) {
    return std::uint64_t{2} << place;
}

Histogram sum(const Histogram& a, const Histogram& b);

/// What came in between. A place that has less in it than before has nothing new:
/// the kernel reads its counters one after the other.
Histogram difference(const Histogram& after, const Histogram& before);

std::uint64_t total(const Histogram& histogram);

/// The time that so many per cent of the requests stayed below: where the place of
/// the last of them ends, so at most twice the truth, and never more than the
/// longest time that is known. 0 in the first place: these did not wait. Nothing
/// for an empty histogram.
std::optional<std::uint64_t> percentile_ns(const Histogram& histogram, unsigned int per_cent,
                                           std::uint64_t longest_ns);

} // namespace dom0ctl
