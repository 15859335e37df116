// SPDX-License-Identifier: GPL-2.0-or-later
/// Bytes that follow from a number, so that whoever gets them back can check each.
#pragma once

#include "socket.h"

#include <cstring>

class Pattern {
  public:
    explicit Pattern(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 | 1) {}

    /// The next bytes of it. All but the last call ask for a multiple of eight.
    void fill(Bytes data) {
        while (!data.empty()) {
            state_ ^= state_ << 13;
            state_ ^= state_ >> 7;
            state_ ^= state_ << 17;
            size_t part = data.size() < sizeof(state_) ? data.size() : sizeof(state_);
            std::memcpy(data.data(), &state_, part);
            data = data.subspan(part);
        }
    }

  private:
    uint64_t state_;
};

/// A message: its number, then a pattern of that number.
inline void make_message(Bytes data, uint64_t number) {
    std::memcpy(data.data(), &number, sizeof(number));
    Pattern(number).fill(data.subspan(sizeof(number)));
}
