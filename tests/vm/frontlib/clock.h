// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <ctime>

namespace frontlib {

inline constexpr int64_t second_ns = 1'000'000'000;

// CLOCK_MONOTONIC, the one that the throttle reads.
inline int64_t now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * second_ns + now.tv_nsec;
}

} // namespace frontlib
