// SPDX-License-Identifier: GPL-2.0-or-later
// The limits of one level: what a request costs, against exact division, and the ends of 64 bits.
#include "oracle.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

extern "C" {
#include "limitset.h"
}

namespace {

constexpr uint64_t second = 1'000'000'000;

xbt_limits limits_of_size(uint64_t size) {
    xbt_limits limits;
    xbt_limits_init(&limits);
    xbt_limits_set_size(&limits, size);
    return limits;
}

void expect_cost(uint64_t size, uint64_t bytes) {
    const xbt_limits limits = limits_of_size(size);
    const xbt_cost cost = xbt_limits_cost(&limits, bytes);
    ASSERT_EQ(cost.bytes, bytes);
    mpz_class ios = 1;
    if (size && bytes)
        mpz_cdiv_q(ios.get_mpz_t(), big(bytes).get_mpz_t(), big(size).get_mpz_t());
    ASSERT_EQ(big(cost.ios), ios) << bytes << " bytes at " << size << " each";
}

TEST(LimitsCost, IsTheExactQuotientRoundedUp) {
    const std::vector<uint64_t> sizes = {0,    1,    2,    3,     7,          511,         512,
                                         4095, 4096, 4097, 65537, 4294967291, XBT_SIZE_MAX};
    for (const uint64_t size : sizes) {
        const std::vector<uint64_t> amounts = {0,
                                               1,
                                               2,
                                               size,
                                               size + 1,
                                               2 * size,
                                               2 * size + 1,
                                               XBT_SIZE_MAX - 1,
                                               XBT_SIZE_MAX,
                                               XBT_SIZE_MAX + 1,
                                               XBT_SIZE_MAX + 2,
                                               XBT_RATE_MAX - 1,
                                               XBT_RATE_MAX};
        for (const uint64_t bytes : amounts)
            expect_cost(size, bytes);
        if (size)
            expect_cost(size, size - 1);
    }
}

TEST(LimitsCost, IsExactAroundRandomMultiplesToo) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 200'000; i++) {
        const uint64_t size = 1 + (random() & XBT_SIZE_MAX) % (uint64_t{1} << (1 + random() % 32));
        const uint64_t times = random() % (XBT_SIZE_MAX / size + 1);
        const uint64_t near = times * size + random() % 3;
        expect_cost(size, near ? near - 1 : 0);
        expect_cost(size, random() >> (1 + random() % 63));
    }
}

class LimitsExtremes : public testing::TestWithParam<std::tuple<uint64_t, uint64_t, uint64_t>> {};

// Every product and sum of the largest amounts; UBSan watches.
TEST_P(LimitsExtremes, NothingOverflows) {
    const auto [rate, burst, size] = GetParam();
    xbt_limits limits = limits_of_size(size);
    for (unsigned scope = 0; scope < XBT_SCOPES; scope++)
        for (unsigned part = 0; part < XBT_PARTS; part++) {
            xbt_limits_set_rate(&limits, scope, part, rate, 0);
            xbt_limits_set_burst(&limits, scope, part, burst, 0);
        }
    for (const uint64_t bytes : {uint64_t{0}, uint64_t{1}, uint64_t{XBT_RATE_MAX}})
        for (const uint64_t now : {uint64_t{0}, second, uint64_t{1} << 62}) {
            const xbt_cost cost = xbt_limits_cost(&limits, bytes);
            const uint64_t wait = xbt_limits_wait(&limits, XBT_TOTAL, &cost, now);
            ASSERT_LE(wait, XBT_WAIT_MAX);
            ASSERT_EQ(wait == 0, xbt_limits_has(&limits, XBT_TOTAL, &cost, now));
            if (wait && wait < XBT_WAIT_MAX) {
                ASSERT_TRUE(xbt_limits_has(&limits, XBT_TOTAL, &cost, now + wait));
            }
            // Beyond what it has: a debt as deep as a request can make it, twice.
            xbt_limits_take(&limits, XBT_TOTAL, &cost);
            xbt_limits_take(&limits, XBT_TOTAL, &cost);
        }
}

INSTANTIATE_TEST_SUITE_P(
    Ends, LimitsExtremes,
    testing::Combine(testing::Values(1, 2, second, XBT_RATE_MAX - 1, XBT_RATE_MAX),
                     testing::Values(XBT_AUTO, 1, XBT_RATE_MAX - 1, XBT_RATE_MAX),
                     testing::Values(0, 1, 4096, XBT_SIZE_MAX)));

TEST(Limits, AFullBucketStaysFullWhenItsBurstGrows) {
    xbt_limits limits = limits_of_size(0);
    xbt_limits_set_rate(&limits, XBT_READ, XBT_BPS, 6400, 0);
    const xbt_cost deep = {.bytes = 1'000'000, .ios = 1};
    xbt_limits_set_burst(&limits, XBT_READ, XBT_BPS, 1'000'000, second);
    EXPECT_TRUE(xbt_limits_has(&limits, XBT_READ, &deep, second));

    // One that is not full fills up at its rate.
    const xbt_cost one = {.bytes = 1, .ios = 1};
    xbt_limits_take(&limits, XBT_READ, &one);
    xbt_limits_set_burst(&limits, XBT_READ, XBT_BPS, 2'000'000, second);
    EXPECT_EQ(xbt_bucket_settle(&limits.bucket[XBT_READ][XBT_BPS], second),
              xbt_s128{999'999} * second);
    // And one that shrinks keeps no more than it can hold.
    xbt_limits_set_burst(&limits, XBT_READ, XBT_BPS, 10, second);
    EXPECT_EQ(xbt_bucket_settle(&limits.bucket[XBT_READ][XBT_BPS], second), xbt_s128{10} * second);
}

TEST(Limits, ABurstThatWasSetBeforeItsLimitIsThere) {
    xbt_limits limits = limits_of_size(0);
    xbt_limits_set_burst(&limits, XBT_WRITE, XBT_IOPS, 77, 0);
    xbt_limits_set_rate(&limits, XBT_WRITE, XBT_IOPS, 1, 0);
    for (int i = 0; i < 77; i++) {
        const xbt_cost cost = xbt_limits_cost(&limits, 4096);
        ASSERT_TRUE(xbt_limits_has(&limits, XBT_WRITE, &cost, 0)) << i;
        xbt_limits_take(&limits, XBT_WRITE, &cost);
    }
    const xbt_cost cost = xbt_limits_cost(&limits, 4096);
    EXPECT_EQ(xbt_limits_wait(&limits, XBT_WRITE, &cost, 0), second);
}

TEST(Limits, WhatLimitsADirection) {
    xbt_limits limits = limits_of_size(0);
    EXPECT_FALSE(xbt_limits_any(&limits, XBT_READ));
    xbt_limits_set_rate(&limits, XBT_READ, XBT_BPS_PEAK, 1, 0); // nothing on its own
    EXPECT_FALSE(xbt_limits_any(&limits, XBT_READ));
    xbt_limits_set_rate(&limits, XBT_READ, XBT_IOPS, 1, 0); // nor with the limit of something else
    EXPECT_EQ(limits.active[XBT_READ], BIT(XBT_IOPS));
    EXPECT_TRUE(xbt_limits_any(&limits, XBT_READ));
    EXPECT_FALSE(xbt_limits_any(&limits, XBT_WRITE));
    xbt_limits_set_rate(&limits, XBT_TOTAL, XBT_BPS, 1, 0);
    EXPECT_TRUE(xbt_limits_any(&limits, XBT_WRITE));
    xbt_limits_set_rate(&limits, XBT_READ, XBT_BPS, 1, 0);
    EXPECT_EQ(limits.active[XBT_READ], BIT(XBT_IOPS) | BIT(XBT_BPS) | BIT(XBT_BPS_PEAK));
}

} // namespace
