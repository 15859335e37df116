// SPDX-License-Identifier: GPL-2.0-or-later
// The flow of a domain by hand-made sequences: what goes at once, what waits, and in which order.
#include "domain.h"

namespace {

TEST(Flow, AThrottledDirectionDoesNotStallTheOther) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 1000);
    Request& first = d.arrive(0, XBT_WRITE, 4096);
    Request& held = d.arrive(0, XBT_WRITE, 4096);
    Request& read = d.arrive(0, XBT_READ, 4096);
    EXPECT_TRUE(first.gone);
    EXPECT_FALSE(held.gone);
    EXPECT_TRUE(read.gone);
    d.run(10 * second);
    EXPECT_TRUE(held.gone);
}

TEST(Flow, BothLimitsOfADirectionHold) {
    Domain d(1);
    d.set(XBT_KNOB_read_bps, 1'000'000);
    d.set(XBT_KNOB_read_iops, 10);
    for (int i = 0; i < 100; i++)
        d.arrive(0, XBT_READ, 512); // the I/Os bind: 51,200 bytes are nothing
    d.run(5 * second);
    EXPECT_EQ(d.departures.size(), 51u); // one at once, ten a second

    Domain e(1);
    e.set(XBT_KNOB_read_bps, 1'000'000);
    e.set(XBT_KNOB_read_iops, 100'000);
    for (int i = 0; i < 100; i++)
        e.arrive(0, XBT_READ, 100'000); // the bytes bind
    e.run(5 * second);
    EXPECT_NEAR(static_cast<double>(e.departures.size()), 50, 1);
}

TEST(Flow, RaisingALimitLetsTheWaitingGoAtOnce) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 1);
    for (int i = 0; i < 10; i++)
        d.arrive(0, XBT_WRITE, 4096);
    EXPECT_EQ(d.departures.size(), 1u);
    d.run(second / 1000);
    d.set(XBT_KNOB_write_bps, XBT_MAX);
    EXPECT_EQ(d.departures.size(), 10u);
}

TEST(Flow, ABarrierNeitherOvertakesNorIsOvertaken) {
    Domain d(2);
    d.set(XBT_KNOB_write_iops, 10);
    Request& go = d.arrive(0, XBT_WRITE, 1);
    Request& held = d.arrive(0, XBT_WRITE, 1);
    Request& barrier = d.arrive(0, XBT_WRITE, 0, true);
    Request& read = d.arrive(0, XBT_READ, 1); // reads have no limit, yet it came after
    Request& write = d.arrive(0, XBT_WRITE, 1);
    Request& other = d.arrive(1, XBT_READ, 1); // another ring does not care
    EXPECT_TRUE(go.gone);
    EXPECT_TRUE(other.gone);
    EXPECT_FALSE(held.gone || barrier.gone || read.gone || write.gone);
    d.run(second);
    EXPECT_TRUE(d.empty());
    EXPECT_LT(held.left, barrier.left);
    EXPECT_LE(barrier.left, read.left);
    EXPECT_LT(barrier.left, write.left);
    const std::vector<Request*> order = {&go, &other, &held, &barrier, &read, &write};
    EXPECT_EQ(d.departures, order);
}

TEST(Flow, DrainTakesAllOfOneRingAndLeavesTheOthers) {
    Domain d(2);
    d.set(XBT_KNOB_write_iops, 1);
    d.set(XBT_KNOB_read_iops, 1);
    for (int i = 0; i < 10; i++) {
        d.arrive(i % 2, XBT_WRITE, 1, i == 6);
        d.arrive(i % 2, XBT_READ, 1);
    }
    d.drain(0);
    for (const auto& r : d.all)
        EXPECT_TRUE(r->gone || r->ring == 1);
    EXPECT_FALSE(d.empty());
    d.run(100 * second);
    EXPECT_TRUE(d.empty());
    EXPECT_EQ(d.wait, U64_MAX);
}

// One limit keeps a request, another one would not, and comes first: at the same level, above it,
// and both on the disk.
TEST(Flow, WhatIsHeldIsChargedToNoLimitBefore) {
    for (const auto& [bytes_at, ios_at] : {std::pair{-1, -1}, {-1, 0}, {0, 0}}) {
        Domain d(1);
        d.set(XBT_KNOB_read_bps, 50'000, bytes_at);
        d.set(XBT_KNOB_read_bps_burst, 200'000, bytes_at);
        d.set(XBT_KNOB_total_iops, 1, ios_at);
        // Each comes when the one before it has gone, so that nobody waits when it asks. They
        // leave 10,000 bytes a second over; charged twice, they would use up the burst.
        for (uint64_t i = 0; i <= 10; i++) {
            Request& r = d.arrive(0, XBT_READ, i < 10 ? 40'000 : 150'000);
            d.run(i * second);
            EXPECT_TRUE(r.gone) << "the request of second " << i << ", limits at " << bytes_at
                                << " and " << ios_at;
        }
    }
}

} // namespace
