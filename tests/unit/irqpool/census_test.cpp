// SPDX-License-Identifier: GPL-2.0-or-later
// What a census finds, and what happens while it is being taken.
#include "dom0.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

TEST(Census, WhatBackendsBoundIsNotCountedTwice) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    take_all(ledger, account, 6);
    xip_found(&ledger, &account, 10);
    EXPECT_EQ(account.others, 4u);
    EXPECT_EQ(ledger.others, 4u);
    EXPECT_EQ(xip_used_by(&account), 10u);
    EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), 10u);
}

TEST(Census, NewOneTakesThePlaceOfTheLast) {
    xip_ledger ledger = unlimited();
    xip_account a = newcomer(), b = newcomer();
    for (const uint32_t found : {10u, 3u, 0u, 200u, 200u, 1u}) {
        xip_found(&ledger, &a, found);
        xip_found(&ledger, &b, 2 * found);
        EXPECT_EQ(a.others, found);
        EXPECT_EQ(b.others, 2 * found);
        EXPECT_EQ(ledger.others, 3 * found);
    }
}

TEST(Census, FindsFewerThanAreBoundWhenOneIsOnItsWay) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    take_all(ledger, account, 5);
    for (const uint32_t found : {4u, 0u, 5u}) {
        xip_found(&ledger, &account, found);
        EXPECT_EQ(account.others, 0u) << found;
        EXPECT_EQ(ledger.others, 0u) << found;
        EXPECT_EQ(xip_used_by(&account), 5u) << found;
    }
}

TEST(Census, BindsAtOnceCountBeforeTheNextOne) {
    xip_ledger ledger = unlimited();
    xip_account account = newcomer();
    xip_found(&ledger, &account, 3);
    take_all(ledger, account, 4);
    EXPECT_EQ(xip_used_by(&account), 7u);
    EXPECT_TRUE(xip_give_back(&ledger, &account));
    EXPECT_EQ(xip_used_by(&account), 6u);
    EXPECT_EQ(account.others, 3u);
}

// Whatever came or went between looking and telling is right with the next one.
TEST(Census, OvertakenOneIsPutRightByTheNext) {
    for (unsigned others = 0; others < 4; others++)
        for (unsigned bound = 0; bound < 6; bound++)
            for (unsigned later = 0; later < 6; later++) {
                xip_ledger ledger = unlimited();
                xip_account account = newcomer();
                xip_bound_before(&ledger, &account, bound);
                const unsigned seen = others + bound;
                for (unsigned i = bound; i < later; i++)
                    ASSERT_EQ(xip_take(&ledger, &account), XIP_OK);
                for (unsigned i = later; i < bound; i++)
                    ASSERT_TRUE(xip_give_back(&ledger, &account));
                xip_found(&ledger, &account, seen);
                // Never less than is bound, and wrong by no more than has changed.
                ASSERT_GE(xip_used_by(&account), later);
                ASSERT_LE(xip_used_by(&account), std::max(seen, later));
                xip_found(&ledger, &account, others + later);
                ASSERT_EQ(account.others, others);
                ASSERT_EQ(ledger.others, others);
            }
}

TEST(Census, DomainThatIsGoneLeavesNothing) {
    xip_ledger ledger = unlimited();
    ledger.default_quota = 8;
    for (int life = 0; life < 3; life++) {
        xip_account account = newcomer(); // the same domid, a new account
        xip_found(&ledger, &account, 3);
        EXPECT_EQ(take_all(ledger, account), 5u);
        EXPECT_EQ(give_all_back(ledger, account), 5u);
        EXPECT_EQ(xip_used_by(&account), 3u); // not gone before the next census
        xip_found(&ledger, &account, 0);
        EXPECT_EQ(xip_used_by(&account), 0u);
        EXPECT_EQ(xip_used(&ledger, XIP_CHANNELS), 0u);
    }
    EXPECT_EQ(ledger.refused, 3u);
}

} // namespace
