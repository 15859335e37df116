// SPDX-License-Identifier: GPL-2.0-or-later
// Who may have a channel and who may not, and why not.
#include "dom0.h"

#include <gtest/gtest.h>

namespace {

TEST(Ledger, WithoutLimitsEverybodyGetsAll) {
    xip_ledger ledger = unlimited();
    xip_account a = newcomer(), b = newcomer();
    ledger.share = 128; // of nothing that ends
    EXPECT_EQ(take_all(ledger, a), 1000u);
    EXPECT_EQ(take_all(ledger, b), 1000u);
    EXPECT_EQ(ledger.bound, 2000u);
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), 2000u);
    EXPECT_EQ(xip_used(&ledger, XIP_DESCRIPTORS), 2000u);
    EXPECT_EQ(ledger.refused, 0u);
}

TEST(Ledger, QuotaIsHowManyADomainMayHave) {
    for (const uint32_t quota : {0u, 1u, 2u, 512u}) {
        xip_ledger ledger = unlimited();
        xip_account account = newcomer();
        account.quota = quota;
        EXPECT_EQ(take_all(ledger, account), quota);
        EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
        EXPECT_EQ(account.bound, quota);
    }
}

TEST(Ledger, QuotaOfOneIsNobodyElses) {
    xip_ledger ledger = unlimited();
    xip_account a = newcomer(), b = newcomer();
    a.quota = 3;
    EXPECT_EQ(take_all(ledger, a), 3u);
    EXPECT_EQ(take_all(ledger, b, 50), 50u);
}

TEST(Ledger, ChannelsThatNobodyAskedForCountForTheQuota) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    account.quota = 10;
    xip_found(&ledger, &account, 4);
    EXPECT_EQ(take_all(ledger, account), 6u);
    // Those of the toolstack are never refused: it may have more than the quota.
    xip_found(&ledger, &account, 30);
    EXPECT_EQ(xip_used_by(&account), 30u);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
}

TEST(Ledger, DefaultQuotaIsThatOfWhoHasNoneOfHisOwn) {
    xip_ledger ledger = unlimited();
    xip_account plain = newcomer(), own = newcomer(), any = newcomer();
    ledger.default_quota = 5;
    own.quota = 7;
    any.quota = XIP_NO_LIMIT;
    EXPECT_EQ(xip_quota_of(&ledger, &plain), 5u);
    EXPECT_EQ(xip_quota_of(&ledger, &own), 7u);
    EXPECT_EQ(xip_quota_of(&ledger, &any), XIP_NO_LIMIT);
    EXPECT_EQ(take_all(ledger, plain), 5u);
    EXPECT_EQ(take_all(ledger, own), 7u);
    EXPECT_EQ(take_all(ledger, any, 40), 40u);

    ledger.default_quota = 6;
    EXPECT_EQ(take_all(ledger, plain), 1u);
    ledger.default_quota = XIP_NO_LIMIT;
    EXPECT_EQ(take_all(ledger, plain, 40), 40u);
    EXPECT_EQ(take_all(ledger, own), 0u);
}

TEST(Ledger, LoweredQuotaTakesNothingAway) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    take_all(ledger, account, 10);
    account.quota = 4;
    EXPECT_EQ(xip_used_by(&account), 10u);
    // Not before it is below: at the quota there is no more either.
    for (int left = 10; left > 4; left--) {
        EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA) << left;
        EXPECT_TRUE(xip_give_back(&ledger, &account));
    }
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
    EXPECT_TRUE(xip_give_back(&ledger, &account));
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OK);
}

TEST(Ledger, ShareOfTheToolstackIsLeftAlone) {
    for (const xip_ceiling what : {XIP_CHANNELS, XIP_DESCRIPTORS}) {
        xip_ledger ledger = unlimited();
        xip_account account = newcomer();
        ledger.ceiling[what] = 100;
        ledger.share = 30;
        EXPECT_EQ(take_all(ledger, account), 70u);
        EXPECT_EQ(xip_take(&ledger, &account),
                  what == XIP_CHANNELS ? XIP_FULL_CHANNELS : XIP_FULL_DESCRIPTORS);
    }
}

TEST(Ledger, WithoutAShareTheLastOneCanBeHad) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    ledger.ceiling[XIP_CHANNELS] = 100;
    EXPECT_EQ(take_all(ledger, account), 100u);
}

TEST(Ledger, ShareOfAllOrMoreLeavesBackendsNothing) {
    for (const uint32_t share : {99u, 100u, 101u, uint32_t{XIP_NUMBER_MAX}, max32}) {
        xip_ledger ledger = unlimited();
        xip_account account = newcomer();
        ledger.ceiling[XIP_DESCRIPTORS] = 100;
        ledger.share = share;
        EXPECT_EQ(take_all(ledger, account), share < 100 ? 1u : 0u) << share;
    }
}

TEST(Ledger, CeilingOfNothingIsFull) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    ledger.ceiling[XIP_CHANNELS] = 0;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_CHANNELS);
}

TEST(Ledger, OnlyDescriptorsAreUsedBesidesChannels) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    ledger.ceiling[XIP_CHANNELS] = 100;
    ledger.ceiling[XIP_DESCRIPTORS] = 100;
    ledger.besides[XIP_DESCRIPTORS] = 25;
    EXPECT_EQ(take_all(ledger, account), 75u);
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), 75u);
    EXPECT_EQ(xip_used(&ledger, XIP_DESCRIPTORS), 100u);
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_DESCRIPTORS);
}

TEST(Ledger, CeilingBelowUseRefusesAndTakesNothingAway) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    take_all(ledger, account, 50);
    ledger.ceiling[XIP_DESCRIPTORS] = 20;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_DESCRIPTORS);
    EXPECT_EQ(ledger.bound, 50u);
    ledger.ceiling[XIP_DESCRIPTORS] = XIP_NO_LIMIT;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OK);
}

TEST(Ledger, ReasonIsTheQuotaThenTheChannelsThenTheDescriptors) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    account.quota = 0;
    ledger.ceiling[XIP_CHANNELS] = 0;
    ledger.ceiling[XIP_DESCRIPTORS] = 0;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OVER_QUOTA);
    account.quota = 1;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_CHANNELS);
    ledger.ceiling[XIP_CHANNELS] = 1;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_FULL_DESCRIPTORS);
    ledger.ceiling[XIP_DESCRIPTORS] = 1;
    EXPECT_EQ(xip_take(&ledger, &account), XIP_OK);
}

TEST(Ledger, RefusalIsCountedWithItsDomainAndChangesNothingElse) {
    xip_ledger ledger = unlimited();
    xip_account a = newcomer(), b = newcomer();
    a.quota = 2;
    take_all(ledger, a, 2);
    for (unsigned i = 1; i <= 5; i++) {
        EXPECT_EQ(xip_take(&ledger, &a), XIP_OVER_QUOTA);
        EXPECT_EQ(a.refused, i);
        EXPECT_EQ(ledger.refused, i);
    }
    ledger.ceiling[XIP_CHANNELS] = 2;
    EXPECT_EQ(xip_take(&ledger, &b), XIP_FULL_CHANNELS);
    EXPECT_EQ(a.refused, 5u);
    EXPECT_EQ(b.refused, 1u);
    EXPECT_EQ(ledger.refused, 6u);
    EXPECT_EQ(a.bound, 2u);
    EXPECT_EQ(b.bound, 0u);
    EXPECT_EQ(ledger.bound, 2u);
}

TEST(Ledger, BindThatFailsIsAsIfItHadNotBeen) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    account.quota = 3;
    for (int i = 0; i < 100; i++) {
        ASSERT_EQ(xip_take(&ledger, &account), XIP_OK);
        ASSERT_TRUE(xip_give_back(&ledger, &account));
    }
    EXPECT_EQ(account.bound, 0u);
    EXPECT_EQ(ledger.bound, 0u);
    EXPECT_EQ(ledger.refused, 0u);
    EXPECT_EQ(take_all(ledger, account), 3u);
}

TEST(Ledger, NothingIsGivenBackThatWasNotTaken) {
    xip_ledger ledger = unlimited();
    xip_account has = newcomer(), has_not = newcomer();
    take_all(ledger, has, 2);
    xip_found(&ledger, &has_not, 5); // not a backend's to give
    EXPECT_FALSE(xip_give_back(&ledger, &has_not));
    EXPECT_EQ(has_not.bound, 0u);
    EXPECT_EQ(has_not.others, 5u);
    EXPECT_EQ(ledger.bound, 2u);
    EXPECT_TRUE(xip_give_back(&ledger, &has));
    EXPECT_TRUE(xip_give_back(&ledger, &has));
    EXPECT_FALSE(xip_give_back(&ledger, &has));
    EXPECT_EQ(ledger.bound, 0u);
}

TEST(Ledger, WhatWasBoundBeforeIsThereWhateverTheLimits) {
    xip_ledger ledger = unlimited();
    xip_account a = newcomer(), b = newcomer();
    ledger.ceiling[XIP_CHANNELS] = 40;
    ledger.share = 10;
    a.quota = 5;
    xip_bound_before(&ledger, &a, 20);
    EXPECT_EQ(a.bound, 20u);
    EXPECT_EQ(ledger.bound, 20u);
    EXPECT_EQ(ledger.refused, 0u);
    EXPECT_EQ(xip_take(&ledger, &a), XIP_OVER_QUOTA);
    EXPECT_EQ(take_all(ledger, b), 10u);
    for (int i = 0; i < 20; i++)
        EXPECT_TRUE(xip_give_back(&ledger, &a));
    EXPECT_FALSE(xip_give_back(&ledger, &a));
    EXPECT_EQ(ledger.bound, 10u);
}

} // namespace
