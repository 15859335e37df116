// SPDX-License-Identifier: GPL-2.0-or-later
// Random numbers that depend on nothing but the seed: what is drawn never
// depends on what a call returned, so the same seed gives the same calls.
#pragma once

#include <cstdint>
#include <initializer_list>

class Random {
  public:
    Random(uint64_t seed, unsigned stream) : state_(seed * 0x9e3779b97f4a7c15 + stream) {
        next();
        state_ ^= stream * 0xd1342543de82ef95;
    }

    /// The next 64 bits (splitmix64).
    uint64_t next() {
        uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// From 0 to count - 1.
    uint64_t below(uint64_t count) { return next() % count; }
    /// True this often in a hundred.
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T>
    T one_of(std::initializer_list<T> list) {
        return list.begin()[below(list.size())];
    }
    /// Any magnitude, with the edges of the types among them.
    uint64_t number() {
        uint64_t any = next() >> below(64);
        switch (below(8)) {
        case 0:
            return 0;
        case 1:
            return uint64_t(1) << (any % 64);
        case 2:
            return (uint64_t(1) << (any % 64)) - 1;
        case 3:
            return ~uint64_t(0) - below(4);
        default:
            return any;
        }
    }

  private:
    uint64_t state_;
};
