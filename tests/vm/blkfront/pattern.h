// SPDX-License-Identifier: GPL-2.0-or-later
//
// Content that says where on the disk it belongs and which write it is of, so
// that a misplaced, stale or torn sector is seen.
#pragma once

#include <cstdint>
#include <cstring>

#include "protocol.h"

namespace blkfront {

// What stands at a byte of the disk, a multiple of 8. Pattern 0 is zeroes.
constexpr uint64_t pattern_word(uint64_t pattern, uint64_t disk_byte) {
    if (pattern == 0)
        return 0;
    uint64_t x = pattern * 0x9e3779b97f4a7c15u + disk_byte;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

inline void fill_pattern(std::byte* data, size_t bytes, uint64_t pattern, uint64_t sector) {
    for (size_t at = 0; at < bytes; at += 8) {
        const uint64_t word = pattern_word(pattern, sector * sector_bytes + at);
        std::memcpy(data + at, &word, 8);
    }
}

// The first byte that differs; `bytes` when none does.
inline size_t check_pattern(const std::byte* data, size_t bytes, uint64_t pattern,
                            uint64_t sector) {
    for (size_t at = 0; at < bytes; at += 8) {
        const uint64_t word = pattern_word(pattern, sector * sector_bytes + at);
        if (std::memcmp(data + at, &word, 8) != 0)
            return at;
    }
    return bytes;
}

} // namespace blkfront
