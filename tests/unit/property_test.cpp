// SPDX-License-Identifier: GPL-2.0-or-later
// What holds whatever happens: over random arrivals, changes of every knob at both levels, drains,
// and a clock that stands still, steps back or jumps by a day.
#include "domain.h"

#include <algorithm>
#include <map>
#include <random>

namespace {

class Anything : public testing::TestWithParam<int> {
  protected:
    Anything() : random(GetParam()) {}

    uint64_t one_of(std::initializer_list<uint64_t> values) {
        return values.begin()[random() % values.size()];
    }

    uint64_t value_for(unsigned knob) {
        for (;;) {
            const uint64_t v = one_of({0, 1, 7, 50, 512, 4096, 65536, 1'000'000, 1'000'000'000'000,
                                       XBT_SIZE_MAX, XBT_RATE_MAX, XBT_MAX});
            if (xbt_knob_takes(knob, v))
                return v;
        }
    }

    void turn_a_knob(Domain& d) {
        const unsigned knob = random() % XBT_KNOBS;
        d.set(static_cast<xbt_knob>(knob), value_for(knob),
              static_cast<int>(random() % (d.disks.size() + 1)) - 1);
    }

    void come(Domain& d) {
        const uint64_t bytes = one_of({0, 1, 512, 4096, 4096, 4096, 65536, 1 << 20, XBT_SIZE_MAX});
        const bool barrier = random() % 12 == 0;
        d.arrive(random() % d.rings(), barrier || random() % 2 ? XBT_WRITE : XBT_READ, bytes,
                 barrier);
    }

    void let_time_pass(Domain& d) {
        switch (random() % 8) {
        case 0: // it stands still, and somebody asks
            d.run(d.now);
            break;
        case 1:
            d.step_back(random() % second);
            break;
        case 2:
            d.run(d.now + 86400 * second);
            break;
        default:
            d.run(d.now + random() % (second / 10));
        }
    }

    static void lift_all(Domain& d) {
        for (int disk = -1; disk < static_cast<int>(d.disks.size()); disk++)
            for (unsigned knob = 0; knob < XBT_KNOBS; knob++)
                d.set(static_cast<xbt_knob>(knob), xbt_knob_initial(knob), disk);
    }

    std::mt19937_64 random;
};

// What moves no bytes need not stay behind what does.
unsigned lane_of(const xbt_req& r) {
    return r.bytes || r.barrier ? r.dir : unsigned{XBT_LIGHT};
}

// By ring: in the order of arrival for each lane, and around barriers.
void check_order(const Domain& d) {
    std::map<const Request*, size_t> rank;
    for (size_t i = 0; i < d.departures.size(); i++)
        ASSERT_TRUE(rank.emplace(d.departures[i], i).second) << "a request left twice";
    for (size_t i = 0; i < d.all.size(); i++)
        for (size_t k = i + 1; k < d.all.size(); k++) {
            const Request& a = *d.all[i];
            const Request& b = *d.all[k];
            if (a.ring == b.ring &&
                (lane_of(a.core) == lane_of(b.core) || a.core.barrier || b.core.barrier)) {
                ASSERT_LT(rank.at(&a), rank.at(&b)) << i << " and " << k << " in the wrong order";
            }
        }
}

TEST_P(Anything, NothingIsLostDoubledOrOvertaken) {
    Domain d(5, 1 + random() % 3);
    for (int i = 0; i < 1000 && !HasFatalFailure(); i++) {
        switch (random() % 16) {
        case 0:
        case 1:
            turn_a_knob(d);
            break;
        case 2:
        case 3:
        case 4:
            let_time_pass(d);
            break;
        case 5:
            if (random() % 8 == 0)
                d.drain(random() % d.rings());
            break;
        default:
            come(d);
        }
    }
    // When all limits are lifted, everything leaves at once.
    const uint64_t then = d.now;
    lift_all(d);
    EXPECT_EQ(d.now, then);
    EXPECT_TRUE(d.empty());
    EXPECT_EQ(d.departures.size(), d.all.size());
    EXPECT_EQ(d.wait, U64_MAX);
    check_order(d);
}

TEST_P(Anything, EveryWakeUpGetsSomewhere) {
    Domain d(6, 3);
    for (int i = 0; i < 40; i++)
        turn_a_knob(d);
    for (int i = 0; i < 300; i++)
        come(d);
    // Nothing changes from now on: how often has the timer to fire for one to leave?
    uint64_t in_vain = 0, worst = 0, wakes = 0;
    const size_t gone = d.departures.size();
    while (d.wait < XBT_WAIT_MAX && d.now < XBT_WAIT_MAX) {
        const size_t before = d.departures.size();
        ASSERT_GT(d.wait, 0u);
        d.run(d.now + d.wait);
        wakes++;
        in_vain = d.departures.size() > before ? 0 : in_vain + 1;
        worst = std::max(worst, in_vain);
    }
    // At the most every line stands in the way of the next one, once.
    EXPECT_LT(worst, 2u * 3u);
    EXPECT_LE(wakes, 2 * (d.departures.size() - gone) + 2u * 3u);
}

TEST_P(Anything, ATimerThatFiresEarlyFindsNoEarlierTime) {
    Domain d(3, 2);
    for (int i = 0; i < 30; i++)
        turn_a_knob(d);
    for (int i = 0; i < 60; i++)
        come(d);
    if (d.wait >= XBT_WAIT_MAX || d.wait < 4)
        return;
    const uint64_t when = d.now + d.wait;
    const size_t gone = d.departures.size();
    for (const uint64_t early : {d.wait / 2, uint64_t{1}}) {
        d.look_at(when - early);
        // Not sooner; later, if who waited for bytes has them by then and claims I/Os.
        EXPECT_GE(d.now + d.wait, when);
        EXPECT_EQ(d.departures.size(), gone) << early << " ns early";
    }
    d.look_at(when);
    EXPECT_GT(d.now + d.wait, when);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Anything, testing::Range(1, 21));

} // namespace
