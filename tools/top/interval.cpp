// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/interval.h"

#include <algorithm>

namespace dom0ctl {
namespace {

constexpr double ns_of_a_second = 1e9;

// Only those that never go back otherwise: what is counted of held requests may,
// by a little, since the kernel takes the time before it takes the lock.
bool began_anew(const ThrottleState& before, const ThrottleState& after) {
    if (before.since_ns != after.since_ns)
        return true;
    for (std::size_t i = 0; i < direction_count; ++i) {
        const xbt_numbers& was = before.numbers.at(i);
        const xbt_numbers& is = after.numbers.at(i);
        if (is.ios < was.ios || is.bytes < was.bytes || is.done_ios < was.done_ios ||
            is.held_ios < was.held_ios)
            return true;
    }
    return false;
}

std::uint64_t growth(std::uint64_t was, std::uint64_t is) {
    return is > was ? is - was : 0;
}

} // namespace

std::optional<Interval> interval(const ThrottleState& before, const ThrottleState& after) {
    if (after.time_ns <= before.time_ns || began_anew(before, after))
        return std::nullopt;
    const auto ns = static_cast<double>(after.time_ns - before.time_ns);
    Interval result;
    result.seconds = ns / ns_of_a_second;
    for (std::size_t i = 0; i < direction_count; ++i) {
        const xbt_numbers& was = before.numbers.at(i);
        const xbt_numbers& is = after.numbers.at(i);
        result.bytes_per_s.at(i) = static_cast<double>(is.bytes - was.bytes) / result.seconds;
        result.ios_per_s.at(i) = static_cast<double>(is.ios - was.ios) / result.seconds;
        const double share = static_cast<double>(growth(was.throttled_ns, is.throttled_ns)) / ns;
        result.throttled = std::max(result.throttled, std::min(share, 1.0));
        result.wait = sum(result.wait, difference(after.wait.at(i), before.wait.at(i)));
    }
    return result;
}

} // namespace dom0ctl
