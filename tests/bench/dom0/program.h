// SPDX-License-Identifier: GPL-2.0-or-later
// What the programs share: the clock, and numbers from the command line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

inline uint64_t now_ns() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(t.tv_nsec);
}

[[noreturn]] inline void die(const char* what) {
    std::perror(what);
    std::exit(1);
}

inline double number(const char* text) {
    char* end;
    double value = std::strtod(text, &end);
    if (end == text || *end || !(value > 0)) {
        std::fprintf(stderr, "%s is no number above 0\n", text);
        std::exit(2);
    }
    return value;
}
