// SPDX-License-Identifier: GPL-2.0-or-later
// Demand all along: streams that each keep a number of requests waiting, as guests at a depth do.
#pragma once

#include "domain.h"

struct Stream {
    unsigned ring;
    xbt_dir dir;
    uint64_t bytes;
    unsigned depth = 4;
    std::vector<Request*> waiting{};
    uint64_t ios = 0, last = 0, longest = 0; // gone, when the last, the longest it waited

    [[nodiscard]] uint64_t moved() const { return ios * bytes; }

    // Takes note of who has gone, and sends as many as are wanted.
    bool refill(Domain& d) {
        std::erase_if(waiting, [this](const Request* r) {
            if (r->gone) {
                ios++;
                last = r->left;
                longest = std::max(longest, r->left - r->arrived);
            }
            return r->gone;
        });
        bool sent = false;
        for (; waiting.size() < depth; sent = true)
            waiting.push_back(&d.arrive(ring, dir, bytes));
        return sent;
    }
};

// Until `end`, each timer `late` after the time it was set for. Every stream has to meet a limit.
inline void drive(Domain& d, std::vector<Stream>& streams, uint64_t end, uint64_t late = 0) {
    const auto refill = [&] {
        for (bool sent = true; sent;) {
            sent = false;
            for (Stream& s : streams)
                sent = s.refill(d) || sent;
        }
    };
    for (refill(); d.now < end; refill()) {
        ASSERT_NE(d.wait, U64_MAX) << "nobody waits";
        ASSERT_GT(d.wait, 0u);
        d.now += d.wait + late;
        d.run(d.now);
    }
}
