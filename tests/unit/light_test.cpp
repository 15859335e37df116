// SPDX-License-Identifier: GPL-2.0-or-later
// What moves no bytes: it passes what waits for bytes, and keeps nobody from I/Os.
#include "domain.h"

namespace {

TEST(Light, WhatMovesNoBytesDoesNotWaitBehindWhatDoes) {
    for (const xbt_knob knob : {XBT_KNOB_write_bps, XBT_KNOB_total_bps}) {
        for (const int level : {-1, 0}) {
            Domain d(2);
            d.set(knob, 1, level);
            // There are I/Os for some, not for all.
            d.set(XBT_KNOB_write_iops, 10);
            d.arrive(0, XBT_WRITE, 4096);
            Request& held = d.arrive(0, XBT_WRITE, 4096);
            for (int i = 0; i < 40; i++)
                d.arrive(i % 2, XBT_WRITE, 0);
            d.run(3 * second);
            EXPECT_FALSE(held.gone);
            EXPECT_EQ(d.departures.size(), 31u); // one at once, ten a second
            d.run(5 * second);
            EXPECT_EQ(d.departures.size(), 41u);
        }
    }
}

TEST(Light, WhatMovesNoBytesKeepsBehindABarrier) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 4096);
    d.arrive(0, XBT_WRITE, 4096);
    d.arrive(0, XBT_WRITE, 4096);
    Request& barrier = d.arrive(0, XBT_WRITE, 0, true);
    Request& flush = d.arrive(0, XBT_WRITE, 0);
    EXPECT_FALSE(flush.gone);
    d.run(second / 2);
    EXPECT_FALSE(flush.gone);
    d.run(2 * second);
    ASSERT_TRUE(flush.gone);
    EXPECT_EQ(d.departures[d.departures.size() - 2], &barrier);
    EXPECT_EQ(d.departures.back(), &flush);
}

TEST(Light, AFloodWithoutBytesStarvesNoLargeWrite) {
    for (const int level : {-1, 0}) {
        Domain d(1);
        d.set(XBT_KNOB_write_iops, 100, level);
        d.set(XBT_KNOB_write_iops_burst, 100, level);
        d.set(XBT_KNOB_iops_size, 4096, level);
        d.arrive(0, XBT_WRITE, 100 * 4096); // takes all that was saved up
        Request& large = d.arrive(0, XBT_WRITE, 50 * 4096);
        for (int i = 0; i < 400; i++) {
            d.arrive(0, XBT_WRITE, 0);
            d.run(d.now + second / 100);
        }
        EXPECT_TRUE(large.gone);
        // Its own half second, and the share of those that came between.
        EXPECT_LT(large.left, 2 * second);
    }
}

} // namespace
