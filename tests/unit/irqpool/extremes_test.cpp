// SPDX-License-Identifier: GPL-2.0-or-later
// The ledger at the ends of what 32 bits can count, against integers of any size.
#include "dom0.h"

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

TEST(Extremes, WhatIsUsedStopsAtTheLargestNumber) {
    xip_ledger ledger = unlimited();
    ledger.bound = max32 - 5;
    ledger.others = 5;
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), max32);
    ledger.others = 6;
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), max32);
    ledger.others = 4;
    ledger.besides[XIP_DESCRIPTORS] = max32;
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), max32 - 1);
    EXPECT_EQ(xip_used(&ledger, XIP_DESCRIPTORS), max32);

    xip_account account = newcomer();
    account.bound = max32;
    account.others = max32;
    EXPECT_EQ(xip_used_by(&account), max32);
}

TEST(Extremes, WhatCannotBeCountedIsRefused) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    xip_bound_before(&ledger, &account, max32 - 1);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OK);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_CHANNELS);
    EXPECT_EQ(account.bound, max32);
    EXPECT_EQ(ledger.bound, max32);
}

TEST(Extremes, LargestQuotaIsOne) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    account.quota = XIP_NUMBER_MAX;
    xip_bound_before(&ledger, &account, XIP_NUMBER_MAX - 1);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OK);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
}

TEST(Extremes, MoreRefusalsThan32BitsAreCounted) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    account.quota = 0;
    account.refused = max32;
    ledger.refused = max32;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
    EXPECT_EQ(account.refused, uint64_t{max32} + 1);
    EXPECT_EQ(ledger.refused, uint64_t{max32} + 1);
}

TEST(Extremes, VerdictIsThatOfExactNumbers) {
    uint64_t verdicts[XIP_FULL_DESCRIPTORS + 1] = {};
    for (int seed = 0; seed < 20000; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937_64 random(seed);
        // Around powers of two, and around one another: where sums overflow and limits are met.
        const auto any = [&](uint32_t most) -> uint32_t {
            const uint32_t near = (uint64_t{1} << random() % 33) - 2 + random() % 4;
            return std::min(random() % 4 ? near : static_cast<uint32_t>(random() % 5), most);
        };
        xip_ledger ledger = unlimited();
        xip_account account = newcomer(), rest = newcomer();
        ledger.share = any(max32);
        ledger.besides[XIP_DESCRIPTORS] = any(max32);
        // Together no more than can be counted; Xen has 131071.
        uint32_t room = max32;
        for (xip_account* a : {&account, &rest}) {
            const uint32_t bound = any(room), others = any(room - bound);
            xip_bound_before(&ledger, a, bound);
            xip_found(&ledger, a, bound + others);
            room -= bound + others;
        }
        const mpz_class mine = mpz_class(account.bound) + account.others;
        const mpz_class channels = mine + rest.bound + rest.others;
        const mpz_class descriptors = channels + ledger.besides[XIP_DESCRIPTORS];
        const auto around = [&](const mpz_class& number) -> uint32_t {
            const mpz_class limit = number + static_cast<int>(random() % 5) - 2;
            return limit >= 0 && limit <= XIP_NUMBER_MAX && random() % 4
                       ? static_cast<uint32_t>(limit.get_ui())
                       : XIP_NO_LIMIT;
        };
        account.quota = around(mine);
        ledger.ceiling[XIP_CHANNELS] = around(channels + ledger.share);
        ledger.ceiling[XIP_DESCRIPTORS] = around(descriptors + ledger.share);

        // One more is fine, unless it is more than a limit or cannot be counted.
        const auto fits = [](const mpz_class& number, uint32_t limit) {
            return limit == XIP_NO_LIMIT || number + 1 <= limit;
        };
        xip_verdict expected = XIP_OK;
        if (!fits(mine, account.quota))
            expected = XIP_OVER_QUOTA;
        else if (channels >= max32 || !fits(channels + ledger.share, ledger.ceiling[XIP_CHANNELS]))
            expected = XIP_FULL_CHANNELS;
        else if (descriptors >= max32 ||
                 !fits(descriptors + ledger.share, ledger.ceiling[XIP_DESCRIPTORS]))
            expected = XIP_FULL_DESCRIPTORS;

        const mpz_class sum = std::min(channels, mpz_class(max32));
        ASSERT_EQ(mpz_class(xip_used(&ledger, XIP_CHANNELS)), sum);
        ASSERT_EQ(xip_take(&ledger, &account), expected);
        ASSERT_EQ(uint64_t{ledger.bound}, uint64_t{account.bound} + rest.bound);
        ASSERT_EQ(account.refused, expected != XIP_OK);
        verdicts[expected]++;
    }
    for (const uint64_t times : verdicts)
        EXPECT_GT(times, 500u);
}

} // namespace
