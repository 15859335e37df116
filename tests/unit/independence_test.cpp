// SPDX-License-Identifier: GPL-2.0-or-later
// Who waits for a limit of his own does not stall those whom it does not limit.
#include "load.h"

namespace {

constexpr uint64_t late = 100'000; // a timer fires 0.1 ms late

// Bytes a second that the first of the streams moves within 20 s.
double first_moves(Domain& d, std::vector<Stream> streams) {
    drive(d, streams, d.now + 20 * second, late);
    return static_cast<double>(streams[0].moved()) / 20;
}

TEST(Independence, AThrottledDirectionDoesNotStallTheOther) {
    Domain d(1);
    d.set(XBT_KNOB_read_bps, 10'000'000);
    d.set(XBT_KNOB_write_bps, 1000);
    EXPECT_NEAR(first_moves(d, {{0, XBT_READ, 4096}, {0, XBT_WRITE, 1 << 20}}), 10e6, 0.02e6);
}

TEST(Independence, ADirectionLeavesTheRestOfATotalToTheOther) {
    for (const uint64_t size : {4096ul, 65536ul, 1ul << 20})
        for (const int level : {-1, 0}) {
            Domain d(1);
            d.set(XBT_KNOB_total_bps, 10'000'000, level);
            d.set(XBT_KNOB_write_bps, 1'000'000, level);
            EXPECT_NEAR(first_moves(d, {{0, XBT_READ, 4096}, {0, XBT_WRITE, size}}), 9e6, 0.1e6)
                << "writes of " << size << " at level " << level;
        }
}

// Here alone two limits cross, and each write insists on the disk's total while others have their
// turn with the domain's: the other direction has at least every other turn.
TEST(Independence, ADirectionThatTheDomainKeepsLeavesTheDisksTotalToTheOther) {
    Domain d(2, 2);
    d.set(XBT_KNOB_write_bps, 1'000'000);
    d.set(XBT_KNOB_total_bps, 10'000'000, 0);
    EXPECT_GE(
        first_moves(d, {{0, XBT_READ, 4096}, {0, XBT_WRITE, 1 << 20}, {1, XBT_WRITE, 1 << 20}}),
        5e6);
}

TEST(Independence, ADiskThatItsOwnLimitKeepsDoesNotStallAnother) {
    for (const xbt_knob domain : {XBT_KNOB_write_bps, XBT_KNOB_total_bps})
        for (const uint64_t own : {1ul, 1000ul, 1'000'000ul}) {
            Domain d(2, 2);
            d.set(domain, 10'000'000);
            d.set(XBT_KNOB_write_bps, own, 0);
            const double rest = 10e6 - static_cast<double>(own);
            EXPECT_NEAR(first_moves(d, {{1, XBT_WRITE, 4096}, {0, XBT_WRITE, 1 << 20}}), rest,
                        0.1e6)
                << "beside " << own;
        }
}

TEST(Independence, WhatHasNoBytesPassesTheirLimits) {
    for (const int level : {-1, 0, 1})
        for (const unsigned knob : {XBT_KNOB_write_bps, XBT_KNOB_total_bps}) {
            Domain d(2, 2);
            d.set(static_cast<xbt_knob>(knob), 1000, level);
            d.set(static_cast<xbt_knob>(knob + 3), 1'000'000, level); // I/Os, and they suffice
            for (int i = 0; i < 3; i++)
                d.arrive(0, XBT_WRITE, 1 << 20);
            EXPECT_TRUE(d.arrive(1, XBT_WRITE, 0).gone) << "level " << level;
        }
}

TEST(Independence, WhatHasNoBytesStillMeetsTheLimitOfIos) {
    Domain d(1);
    d.set(XBT_KNOB_write_iops, 10);
    EXPECT_TRUE(d.arrive(0, XBT_WRITE, 0).gone);
    Request& second_one = d.arrive(0, XBT_WRITE, 0);
    EXPECT_FALSE(second_one.gone);
    d.run(second);
    EXPECT_EQ(second_one.left, second / 10);
}

} // namespace
