// SPDX-License-Identifier: GPL-2.0-or-later
// How many ready descriptors are kept, and that the worker comes to rest.
#include "dom0.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

extern "C" {
#include "marks.h"
}

namespace {

void expect_marks(uint32_t used, uint32_t min, uint32_t max, uint32_t low, uint32_t high) {
    const xip_marks marks = xip_marks_for(used, min, max);
    EXPECT_EQ(marks.high, high) << used << " used, " << min << " to " << max;
    EXPECT_EQ(marks.low, low) << used << " used, " << min << " to " << max;
}

TEST(Marks, HighOneIsAnEighthAndTheLowOneHalfOfIt) {
    expect_marks(1600, 0, 1024, 100, 200);
    expect_marks(1607, 0, 1024, 100, 200);
    expect_marks(1608, 0, 1024, 101, 201); // half rounds up: one is better than none
    expect_marks(8, 0, 1024, 1, 1);
    expect_marks(7, 0, 1024, 0, 0);
    expect_marks(24, 0, 1024, 2, 3);
}

TEST(Marks, StayWithinMinAndMax) {
    expect_marks(0, 64, 1024, 32, 64);
    expect_marks(519, 64, 1024, 32, 64);
    expect_marks(520, 64, 1024, 33, 65);
    expect_marks(8192, 64, 1024, 512, 1024);
    expect_marks(8200, 64, 1024, 512, 1024);
    expect_marks(131071, 64, 1024, 512, 1024);
}

TEST(Marks, MaxWinsOverMin) {
    expect_marks(0, 64, 10, 5, 10);
    expect_marks(100000, 64, 10, 5, 10);
    expect_marks(0, 64, 64, 32, 64);
}

TEST(Marks, MaxOfNothingMeansNoReserve) {
    for (const uint32_t min : {0u, 64u, max32})
        expect_marks(100000, min, 0, 0, 0);
    const xip_marks none = xip_marks_for(100000, 64, 0);
    EXPECT_EQ(xip_marks_want(none, 0), 0);
    EXPECT_EQ(xip_marks_want(none, 1), -1); // what was there is given back
    EXPECT_EQ(xip_marks_want(none, 77), -77);
}

TEST(Marks, ExtremesDoNotOverflow) {
    expect_marks(max32, 0, max32, (max32 / 8 + 1) / 2, max32 / 8);
    expect_marks(max32, max32, max32, max32 / 2 + 1, max32);
    const xip_marks most = xip_marks_for(0, max32, max32);
    EXPECT_EQ(xip_marks_want(most, 0), int64_t{max32});
    for (const uint32_t ready : {max32, max32 - 1, max32 / 2 + 1})
        EXPECT_EQ(xip_marks_want(most, ready), 0) << ready;
    EXPECT_EQ(xip_marks_want(xip_marks_for(0, 0, 0), max32), -int64_t{max32});
    EXPECT_EQ(xip_marks_want(xip_marks_for(0, 1, 1), max32), 1 - int64_t{max32});
}

TEST(Marks, BelowTheLowOneItIsFilledUp) {
    const xip_marks marks = xip_marks_for(1600, 0, 1024);
    EXPECT_EQ(xip_marks_want(marks, 0), 200);
    EXPECT_EQ(xip_marks_want(marks, 99), 101);
    EXPECT_EQ(xip_marks_want(marks, 100), 0);
    EXPECT_EQ(xip_marks_want(marks, 199), 0);
}

TEST(Marks, AboveTheHighOneAndAQuarterItIsEmptied) {
    const xip_marks marks = xip_marks_for(1600, 0, 1024);
    EXPECT_EQ(xip_marks_want(marks, 201), 0);
    EXPECT_EQ(xip_marks_want(marks, 250), 0);
    EXPECT_EQ(xip_marks_want(marks, 251), -51);
    EXPECT_EQ(xip_marks_want(marks, 5000), -4800);
}

// Interrupts of devices are not served from the reserve.
TEST(Marks, HalfOfTheShareIsLeftBelowTheCeiling) {
    EXPECT_EQ(xip_marks_room(12548, 10000, 1000, 128), 1484);
    EXPECT_EQ(xip_marks_room(12548, 11524, 960, 128), 0);
    EXPECT_EQ(xip_marks_room(12548, 11524, 959, 128), 1);
    EXPECT_EQ(xip_marks_room(12548, 11524, 1000, 128), -40); // bound since the last look
    EXPECT_EQ(xip_marks_room(12548, 12548, 0, 0), 0);
    EXPECT_EQ(xip_marks_room(12548, 12547, 0, 0), 1);
    EXPECT_EQ(xip_marks_room(12548, 12547, 0, 1), 1); // half of one is none
}

TEST(Marks, RoomOfExtremesDoesNotOverflow) {
    EXPECT_EQ(xip_marks_room(max32, 0, 0, 0), max32);
    EXPECT_EQ(xip_marks_room(max32, max32, max32, max32), -int64_t{max32} - max32 / 2);
    EXPECT_EQ(xip_marks_room(0, max32, max32, max32), -2 * int64_t{max32} - max32 / 2);
    EXPECT_EQ(xip_marks_room(max32, 0, 0, max32), max32 - max32 / 2);
}

TEST(Marks, EmptyReserveIsFilledUpWheneverThereIsToBeOne) {
    for (uint32_t high = 1; high < 50; high++)
        EXPECT_EQ(xip_marks_want(xip_marks_for(0, high, high), 0), high);
}

// What backends may not take, they find below the low mark: it is filled up for them.
TEST(Marks, BackendsLeaveTheShareAsLongAsTheyAreHelped) {
    const xip_marks marks = xip_marks_for(1600, 0, 1024);
    EXPECT_EQ(xip_marks_kept(marks, 16), 16);
    EXPECT_EQ(xip_marks_kept(marks, 0), 0);
    EXPECT_EQ(xip_marks_kept(marks, max32), 99);
    EXPECT_EQ(xip_marks_kept(xip_marks_for(1600, 0, 0), 16), 0);
    for (uint32_t high = 1; high < 50; high++) {
        const xip_marks few = xip_marks_for(0, high, high);
        EXPECT_GT(xip_marks_want(few, xip_marks_kept(few, max32)), 0) << high;
    }
}

// With every step done as wanted, one is enough, and it ends at the high mark.
TEST(Marks, OneStepAndTheWorkerRests) {
    const std::vector<uint32_t> numbers = {
        0,   1,   2,   3,    4,    5,    7,    8,    15,   16,    63,     64,       65,
        100, 511, 512, 1023, 1024, 1025, 4095, 8191, 8192, 12548, 131071, 1u << 31, max32};
    for (const uint32_t used : numbers)
        for (const uint32_t min : numbers)
            for (const uint32_t max : numbers)
                for (const uint32_t ready : numbers) {
                    const xip_marks marks = xip_marks_for(used, min, max);
                    ASSERT_LE(marks.low, marks.high);
                    ASSERT_LE(marks.high, max);
                    const int64_t want = xip_marks_want(marks, ready);
                    if (!want)
                        continue;
                    ASSERT_EQ(ready + want, marks.high)
                        << used << " used, " << min << " to " << max << ", " << ready << " ready";
                    ASSERT_EQ(xip_marks_want(marks, marks.high), 0);
                }
}

// No memory for all of them, or a worker that does a few at a time.
TEST(Marks, StepsDoneInPartNeverTurnRound) {
    for (int seed = 0; seed < 3000; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937_64 random(seed);
        const auto any = [&] { return static_cast<uint32_t>(random()) >> random() % 32; };
        const uint32_t max = any();
        const xip_marks marks = xip_marks_for(any(), any(), max);
        int64_t ready = any(), first = 0;
        int steps = 0;
        while (const int64_t want = xip_marks_want(marks, ready)) {
            if (!first)
                first = want;
            ASSERT_EQ(want > 0, first > 0) << "after " << steps << " steps";
            const int64_t half = want / 2;
            ready += half + (want > 0 ? 1 : -1) * (half == 0 || random() % 2);
            ASSERT_GE(ready, 0);
            ASSERT_LT(++steps, 100);
        }
        if (steps) {
            ASSERT_LE(ready, int64_t{max} + max / 4);
        }
        ASSERT_GE(ready, (int64_t{marks.high} + 1) / 2);
    }
}

TEST(Marks, DeviceThatComesAndGoesDoesNotKeepTheWorkerBusy) {
    for (uint32_t used = 0; used < 20000; used += 37) {
        const uint32_t high = xip_marks_for(used, 64, 1024).high;
        for (uint32_t size = 1; size <= high / 5 - 1; size += 1 + size / 3)
            for (uint32_t ready = high / 2; ready <= high + high / 4; ready += 1 + high / 16) {
                uint32_t spare = ready, last = 0;
                for (uint32_t turn = 1; turn <= 20; turn++)
                    for (const bool comes : {true, false}) {
                        spare = comes ? spare - size : spare + size;
                        const uint32_t now = comes ? used + size : used;
                        const int64_t want = xip_marks_want(xip_marks_for(now, 64, 1024), spare);
                        spare += want;
                        if (want)
                            last = turn;
                    }
                ASSERT_LE(last, 2u) << used << " used, device of " << size << ", " << ready;
            }
    }
}

} // namespace
