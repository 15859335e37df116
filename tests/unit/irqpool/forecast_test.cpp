// SPDX-License-Identifier: GPL-2.0-or-later
// How many more guests fit: by adding them one at a time, and by letting backends really take.
#include "dom0.h"

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

extern "C" {
#include "forecast.h"
}

namespace {

xip_ledger used_of(uint32_t used, uint32_t channels, uint32_t descriptors, uint32_t share = 0) {
    xip_ledger ledger = unlimited();
    ledger.others = used;
    ledger.ceiling[XIP_CHANNELS] = channels;
    ledger.ceiling[XIP_DESCRIPTORS] = descriptors;
    ledger.share = share;
    return ledger;
}

TEST(Forecast, IsWhatIsLeftByTheAverageGuest) {
    const xip_ledger ledger = used_of(1000, 4095, XIP_NO_LIMIT, 95);
    EXPECT_EQ(xip_forecast(&ledger, 100, 1000).guests, 300u);
    EXPECT_EQ(xip_forecast(&ledger, 10, 1000).guests, 30u);
    EXPECT_EQ(xip_forecast(&ledger, 1000, 1000).guests, 3000u);
}

TEST(Forecast, GuestThatFitsInPartDoesNotFit) {
    xip_ledger ledger = used_of(0, 29, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).guests, 2u);
    ledger.ceiling[XIP_CHANNELS] = 30;
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).guests, 3u);
    // An average of 10/3: three of them need all ten.
    ledger.ceiling[XIP_CHANNELS] = 9;
    EXPECT_EQ(xip_forecast(&ledger, 3, 10).guests, 2u);
    ledger.ceiling[XIP_CHANNELS] = 10;
    EXPECT_EQ(xip_forecast(&ledger, 3, 10).guests, 3u);
    // Many guests that have hardly a channel.
    EXPECT_EQ(xip_forecast(&ledger, 1000, 1).guests, 10000u);
}

TEST(Forecast, NamesTheCeilingThatIsReachedFirst) {
    xip_ledger ledger = used_of(0, 100, 50);
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).first, XIP_DESCRIPTORS);
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).guests, 5u);
    ledger.ceiling[XIP_DESCRIPTORS] = 101;
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).first, XIP_CHANNELS);
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).guests, 10u);
    ledger.besides[XIP_DESCRIPTORS] = 1; // both at once: it is the channels' turn
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).first, XIP_CHANNELS);
    ledger.besides[XIP_DESCRIPTORS] = 2;
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).first, XIP_DESCRIPTORS);
    EXPECT_EQ(xip_forecast(&ledger, 1, 10).guests, 9u);
}

TEST(Forecast, CeilingThatIsNotKnownIsNeverReached) {
    const xip_ledger channels = used_of(0, 100, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&channels, 1, 10).first, XIP_CHANNELS);
    EXPECT_EQ(xip_forecast(&channels, 1, 10).guests, 10u);
    const xip_ledger descriptors = used_of(0, XIP_NO_LIMIT, 100);
    EXPECT_EQ(xip_forecast(&descriptors, 1, 10).first, XIP_DESCRIPTORS);
    EXPECT_EQ(xip_forecast(&descriptors, 1, 10).guests, 10u);
    const xip_ledger none = used_of(max32, XIP_NO_LIMIT, XIP_NO_LIMIT, max32);
    EXPECT_EQ(xip_forecast(&none, 1, 10).guests, XIP_NO_LIMIT);
}

TEST(Forecast, WithoutAGuestToGoByThereIsNone) {
    const xip_ledger ledger = used_of(10, 100, 90);
    EXPECT_EQ(xip_forecast(&ledger, 0, 0).guests, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&ledger, 3, 0).guests, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&ledger, 0, 3).guests, XIP_NO_LIMIT);
    // Which ceiling is nearer can be told all the same.
    EXPECT_EQ(xip_forecast(&ledger, 0, 0).first, XIP_DESCRIPTORS);
}

TEST(Forecast, NothingFitsWhereNothingIsLeft) {
    for (const uint32_t share : {90u, 91u, 100u, uint32_t{XIP_NUMBER_MAX}, max32}) {
        const xip_ledger ledger = used_of(10, 100, XIP_NO_LIMIT, share);
        EXPECT_EQ(xip_forecast(&ledger, 50, 1).guests, 0u) << share;
    }
    const xip_ledger over = used_of(200, 100, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&over, 50, 1).guests, 0u);
    const xip_ledger nothing = used_of(0, 0, 0);
    EXPECT_EQ(xip_forecast(&nothing, 50, 1).guests, 0u);
}

// The share is that of backends; what is nearer to its end without it runs out first.
TEST(Forecast, NamesTheFirstCeilingInTheShareToo) {
    const xip_ledger descriptors = used_of(70, 100, 90, 50);
    EXPECT_EQ(xip_forecast(&descriptors, 1, 10).first, XIP_DESCRIPTORS);
    EXPECT_EQ(xip_forecast(&descriptors, 1, 10).guests, 0u);
    const xip_ledger channels = used_of(200, 100, 110);
    EXPECT_EQ(xip_forecast(&channels, 1, 10).first, XIP_CHANNELS);
    const xip_ledger extreme = used_of(max32, 1, 0, max32);
    EXPECT_EQ(xip_forecast(&extreme, 1, 10).first, XIP_DESCRIPTORS);
    EXPECT_EQ(xip_forecast(&extreme, max32, 1).guests, 0u);
}

TEST(Forecast, ExtremesDoNotOverflow) {
    const xip_ledger all = used_of(0, max32 - 1, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&all, 1, 1).guests, XIP_NUMBER_MAX); // never the sign of no limit
    EXPECT_EQ(xip_forecast(&all, max32, 1).guests, XIP_NUMBER_MAX);
    EXPECT_EQ(xip_forecast(&all, max32, max32).guests, XIP_NUMBER_MAX);
    EXPECT_EQ(xip_forecast(&all, max32 / 2, max32).guests, max32 / 2 - 1);
    EXPECT_EQ(xip_forecast(&all, 1, max32).guests, 0u);
    const xip_ledger one = used_of(max32 - 2, max32 - 1, XIP_NO_LIMIT);
    EXPECT_EQ(xip_forecast(&one, 1, 1).guests, 1u);
    EXPECT_EQ(xip_forecast(&one, max32, 2).guests, max32 / 2);
}

// Each guest is let in as long as all of it fits, in fractions of a channel.
TEST(Forecast, IsHowManyCanBeAddedOneAtATime) {
    for (int seed = 0; seed < 3000; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const uint32_t guests = 1 + random() % 60;
        const uint32_t channels = 1 + random() % 900;
        xip_ledger ledger = used_of(random() % 1000, random() % 3000, random() % 3000);
        ledger.share = random() % 4 ? random() % 200 : 0;
        ledger.bound = random() % 200;
        ledger.besides[XIP_DESCRIPTORS] = random() % 300;

        mpq_class guest(channels, guests);
        guest.canonicalize();
        uint64_t fit = 0;
        mpq_class room[XIP_CEILINGS];
        for (const int what : {XIP_CHANNELS, XIP_DESCRIPTORS})
            room[what] = mpq_class(ledger.ceiling[what]) - ledger.bound - ledger.others -
                         ledger.besides[what] - ledger.share;
        for (;; fit++) {
            for (mpq_class& r : room)
                r -= guest;
            if (room[XIP_CHANNELS] < 0 || room[XIP_DESCRIPTORS] < 0)
                break;
        }
        const auto forecast = xip_forecast(&ledger, guests, channels);
        ASSERT_EQ(forecast.guests, fit);
        ASSERT_EQ(forecast.first,
                  room[XIP_DESCRIPTORS] < room[XIP_CHANNELS] ? XIP_DESCRIPTORS : XIP_CHANNELS);
    }
}

// What is foretold has to be what the ledger then allows, to the last channel.
TEST(Forecast, IsWhatBackendsGetWhenTheyTake) {
    for (int seed = 0; seed < 300; seed++) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        const uint32_t each = 1 + random() % 12;
        const uint32_t guests = 1 + random() % 20;
        xip_ledger ledger = used_of(random() % 100, random() % 800, random() % 800, random() % 60);
        ledger.besides[XIP_DESCRIPTORS] = random() % 100;
        const auto forecast = xip_forecast(&ledger, guests, guests * each);

        uint32_t fit = 0;
        xip_account account = newcomer();
        while (fit <= forecast.guests && take_all(ledger, account, each) == each)
            fit++;
        ASSERT_EQ(fit, forecast.guests);
        const xip_verdict why = xip_take(&ledger, &account);
        const bool both = ledger.ceiling[XIP_CHANNELS] == ledger.ceiling[XIP_DESCRIPTORS];
        if (!both && fit) {
            ASSERT_EQ(why,
                      forecast.first == XIP_CHANNELS ? XIP_FULL_CHANNELS : XIP_FULL_DESCRIPTORS);
        }
    }
}

} // namespace
