// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/histogram.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace dom0ctl {

Histogram sum(const Histogram& a, const Histogram& b) {
    Histogram result{};
    std::transform(a.begin(), a.end(), b.begin(), result.begin(), std::plus<>{});
    return result;
}

Histogram difference(const Histogram& after, const Histogram& before) {
    Histogram result{};
    std::transform(after.begin(), after.end(), before.begin(), result.begin(),
                   [](std::uint64_t now, std::uint64_t was) { return now > was ? now - was : 0; });
    return result;
}

std::uint64_t total(const Histogram& histogram) {
    return std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
}

std::optional<std::uint64_t> percentile_ns(const Histogram& histogram, unsigned int per_cent,
                                           std::uint64_t longest_ns) {
    const std::uint64_t all = total(histogram);
    if (all == 0)
        return std::nullopt;
    // The per cent of all, rounded up; in two steps, as the product may not fit.
    const std::uint64_t rank = all / 100 * per_cent + (all % 100 * per_cent + 99) / 100;
    std::size_t place = 0;
    for (std::uint64_t below = histogram.at(0); below < rank; below += histogram.at(place))
        ++place;
    if (place == 0)
        return 0;
    // The longest may have been read before the histogram was.
    return std::min(upper_bound_ns(place), std::max(longest_ns, upper_bound_ns(place - 1)));
}

} // namespace dom0ctl
