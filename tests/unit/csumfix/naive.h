// SPDX-License-Identifier: GPL-2.0-or-later
// The Internet checksum as RFC 1071, 1 and 2 define it: add 16 bits after the other, most
// significant byte first, and carry around. Everything in the tests is summed up by this.
#pragma once

#include <arpa/inet.h>

#include <cstdint>
#include <linux/types.h>
#include <span>
#include <vector>

using Bytes = std::vector<uint8_t>;
using View = std::span<const uint8_t>;

inline uint16_t ones_sum(View bytes, uint16_t start = 0) {
    uint32_t sum = start;
    for (size_t i = 0; i < bytes.size(); i += 2) {
        const uint32_t low = i + 1 < bytes.size() ? bytes[i + 1] : 0;
        sum += bytes[i] * 256u + low;
        if (sum > 0xffff)
            sum -= 0xffff;
    }
    return static_cast<uint16_t>(sum);
}

inline uint16_t ones_checksum(View bytes, uint16_t start = 0) {
    return static_cast<uint16_t>(0xffff - ones_sum(bytes, start));
}

// As the core takes and gives them: the bytes of the wire in the machine's words.
inline __wsum as_wsum(uint16_t sum) {
    return htons(sum);
}

inline uint16_t get16(View bytes, size_t at) {
    return static_cast<uint16_t>(bytes[at] * 256 + bytes[at + 1]);
}

inline void put16(Bytes& bytes, size_t at, unsigned value) {
    bytes[at] = static_cast<uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<uint8_t>(value);
}

inline void append(Bytes& bytes, View more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

inline void append16(Bytes& bytes, unsigned value) {
    bytes.push_back(static_cast<uint8_t>(value >> 8));
    bytes.push_back(static_cast<uint8_t>(value));
}
