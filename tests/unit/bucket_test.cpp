// SPDX-License-Identifier: GPL-2.0-or-later
// One token bucket against the oracle, and at the ends of what it can count.
#include "oracle.h"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

extern "C" {
#include "bucket.h"
}

namespace {

constexpr uint64_t second = 1'000'000'000;

xbt_bucket bucket(uint64_t rate, uint64_t now = 0) {
    xbt_bucket b;
    xbt_bucket_init(&b);
    xbt_bucket_set_rate(&b, rate, now);
    return b;
}

// Waits as the glue does, by what xbt_bucket_wait() says, and returns when the request went.
uint64_t serve(xbt_bucket& b, uint64_t now, uint64_t cost) {
    while (uint64_t ns = xbt_bucket_wait(&b, cost, now)) {
        // One nanosecond earlier must be too early: no wait longer than the tokens require.
        if (ns < XBT_WAIT_MAX) {
            xbt_bucket early = b;
            EXPECT_FALSE(xbt_bucket_has(&early, cost, now + ns - 1));
        }
        now += ns;
    }
    EXPECT_TRUE(xbt_bucket_has(&b, cost, now));
    xbt_bucket_take(&b, cost);
    return now;
}

class BucketRates : public testing::TestWithParam<std::tuple<uint64_t, uint64_t>> {};

TEST_P(BucketRates, EveryDepartureIsTheOraclesToTheNanosecond) {
    const auto [rate, largest] = GetParam();
    std::mt19937_64 random(rate ^ largest);
    uint64_t now = 12345;
    xbt_bucket b = bucket(rate, now);
    Oracle oracle(rate, b.depth, now);

    for (int i = 0; i < 3000; i++) {
        // Half of them back to back, half after a pause.
        if (random() % 2)
            now += random() % (10 * second);
        const uint64_t cost = 1 + random() % largest;
        const mpz_class expected = oracle.serve(big(now), cost);
        if (expected > big(uint64_t{1} << 62))
            break; // 146 years on: the clock itself ends soon after
        now = serve(b, now, cost);
        ASSERT_EQ(big(now), expected) << "request " << i << " of cost " << cost;
    }
}

INSTANTIATE_TEST_SUITE_P(FromOneByteToBeyondATerabyte, BucketRates,
                         testing::Combine(testing::Values(1, 7, 200, 4096, 999'983, 4'000'000,
                                                          1'000'000'007, 1'000'000'000'000,
                                                          XBT_RATE_MAX),
                                          testing::Values(1, 4096, 1 << 20, uint64_t{1} << 40)));

TEST(Bucket, LongRunIsNeverMoreThanOneRequestBelowOrTheDepthAboveItsRate) {
    // A day of 4 KiB requests at a rate that divides nothing evenly.
    const uint64_t rate = 1'234'567;
    const uint64_t cost = 4096;
    const uint64_t day = 86400 * second;
    xbt_bucket b = bucket(rate);
    uint64_t now = 0;
    uint64_t served = 0;
    while ((now = serve(b, now, cost)) <= day)
        served += cost;
    EXPECT_LE(served, 86400 * rate + b.depth);
    EXPECT_GE(served + cost, 86400 * rate);
}

TEST(Bucket, TimerThatFiresLateLosesNothingWithinTheDepth) {
    const uint64_t rate = 200;
    const uint64_t late = 9'000'000; // 9 ms, at a spacing of 5 ms
    xbt_bucket b = bucket(rate);
    uint64_t now = 0;
    unsigned served = 0;
    while (now < 10 * second) {
        const uint64_t ns = xbt_bucket_wait(&b, 1, now);
        if (ns) {
            now += ns + late;
            continue;
        }
        xbt_bucket_take(&b, 1);
        served++;
    }
    EXPECT_GE(served, 1998u);
    EXPECT_LE(served, 2000u + b.depth + 1);
}

TEST(Bucket, WithoutLimitEverythingGoesAtOnce) {
    xbt_bucket b;
    xbt_bucket_init(&b);
    EXPECT_FALSE(xbt_bucket_limits(&b));
    for (int i = 0; i < 100; i++) {
        EXPECT_TRUE(xbt_bucket_has(&b, XBT_RATE_MAX, 5));
        xbt_bucket_take(&b, XBT_RATE_MAX);
        EXPECT_EQ(xbt_bucket_wait(&b, XBT_RATE_MAX, 5), 0u);
    }
}

TEST(Bucket, WhatCostsNothingDoesNotWaitForADebt) {
    xbt_bucket b = bucket(1);
    xbt_bucket_take(&b, 1 << 20);
    EXPECT_FALSE(xbt_bucket_has(&b, 1, 0));
    EXPECT_TRUE(xbt_bucket_has(&b, 0, 0));
}

TEST(Bucket, ClockThatStandsStillGivesNothing) {
    xbt_bucket b = bucket(1000);
    while (xbt_bucket_has(&b, 1, 77))
        xbt_bucket_take(&b, 1);
    for (int i = 0; i < 1000; i++)
        ASSERT_FALSE(xbt_bucket_has(&b, 1, 77));
}

TEST(Bucket, ClockThatStepsBackGivesNothingTwice) {
    xbt_bucket b = bucket(1000, second);
    while (xbt_bucket_has(&b, 1, second))
        xbt_bucket_take(&b, 1);
    EXPECT_FALSE(xbt_bucket_has(&b, 1, 0));
    EXPECT_EQ(xbt_bucket_wait(&b, 1, 0), second + 1'000'000);
    EXPECT_FALSE(xbt_bucket_has(&b, 1, second));
    EXPECT_TRUE(xbt_bucket_has(&b, 1, second + 1'000'000));
}

TEST(Bucket, ClockThatJumpsByADayFillsTheBucketAndNoMore) {
    xbt_bucket b = bucket(6400);
    ASSERT_EQ(b.depth, 100u);
    while (xbt_bucket_has(&b, 1, 0))
        xbt_bucket_take(&b, 1);
    unsigned burst = 0;
    while (xbt_bucket_has(&b, 1, 86400 * second)) {
        xbt_bucket_take(&b, 1);
        burst++;
    }
    EXPECT_EQ(burst, 100u);
}

TEST(Bucket, ExtremesDoNotOverflow) {
    for (const uint64_t rate : {uint64_t{1}, uint64_t{XBT_RATE_MAX}}) {
        xbt_bucket b = bucket(rate);
        xbt_bucket_take(&b, XBT_RATE_MAX);
        xbt_bucket_take(&b, XBT_RATE_MAX);
        EXPECT_LE(xbt_bucket_wait(&b, XBT_RATE_MAX, 0), XBT_WAIT_MAX);
        // The longest time there is, at once: full at the highest rate, still in debt at the
        // lowest.
        EXPECT_EQ(xbt_bucket_has(&b, XBT_RATE_MAX, XBT_RATE_MAX), rate == XBT_RATE_MAX);
    }
}

TEST(Bucket, RaisedLimitCountsFromTheChangeOn) {
    xbt_bucket b = bucket(1);
    xbt_bucket_take(&b, 1 + 1000); // in debt by 1000 seconds
    const uint64_t now = 500 * second;
    EXPECT_EQ(xbt_bucket_wait(&b, 1, now), 501 * second);
    xbt_bucket_set_rate(&b, 1'000'000, now);
    EXPECT_EQ(xbt_bucket_wait(&b, 1, now), 501'000u);
}

TEST(Bucket, LoweredLimitKeepsNoMoreThanItsOwnDepth) {
    xbt_bucket b = bucket(1'000'000'000);
    xbt_bucket_set_rate(&b, 64, 0);
    EXPECT_EQ(b.depth, 1u);
    EXPECT_TRUE(xbt_bucket_has(&b, 1, 0));
    xbt_bucket_take(&b, 1);
    EXPECT_FALSE(xbt_bucket_has(&b, 1, 0));
}

TEST(Bucket, LiftingTheLimitForgivesTheDebt) {
    xbt_bucket b = bucket(1);
    xbt_bucket_take(&b, 1 << 30);
    xbt_bucket_set_rate(&b, XBT_MAX, 0);
    EXPECT_TRUE(xbt_bucket_has(&b, 1 << 30, 0));
}

} // namespace
