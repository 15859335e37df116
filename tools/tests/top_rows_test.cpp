// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/rows.h"

#include "tests/fake_counts.h"
#include "tests/fake_samples.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

constexpr std::uint64_t second = 1'000'000'000;

// The state two seconds later.
ThrottleState later(ThrottleState state) {
    state.time_ns += 2 * second;
    return state;
}

TEST(Interval, GivesRatesAndTheShareOfTheTimeThatSomebodyWaited) {
    const ThrottleState before = busy(5);
    ThrottleState after = later(before);
    after.numbers[0].bytes += 8'000'000;
    after.numbers[0].ios += 100;
    after.numbers[0].throttled_ns += second / 2;
    after.numbers[1].throttled_ns += second;
    after.wait[1][20] += 7;
    const auto between = interval(before, after);
    ASSERT_TRUE(between);
    EXPECT_DOUBLE_EQ(between->seconds, 2);
    EXPECT_DOUBLE_EQ(between->bytes_per_s[0], 4'000'000);
    EXPECT_DOUBLE_EQ(between->bytes_per_s[1], 0);
    EXPECT_DOUBLE_EQ(between->ios_per_s[0], 50);
    EXPECT_DOUBLE_EQ(between->throttled, 0.5); // writes: longer than reads
    EXPECT_EQ(total(between->wait), 7U);
}

TEST(Interval, IsNoneWhenTheNumbersBeganAnew) {
    const ThrottleState before = busy(5);
    ThrottleState reset = later(before);
    reset.since_ns = *before.since_ns + second;
    EXPECT_FALSE(interval(before, reset));

    for (const auto number :
         {&xbt_numbers::ios, &xbt_numbers::bytes, &xbt_numbers::done_ios, &xbt_numbers::held_ios}) {
        ThrottleState less = later(before);
        less.numbers[1].*number -= 1;
        EXPECT_FALSE(interval(before, less));
    }
    EXPECT_FALSE(interval(before, before)) << "no time has passed";
}

TEST(Interval, TakesALittleLessOfWhatIsHeldForNothing) {
    const ThrottleState before = busy(5);
    ThrottleState after = later(before);
    after.numbers[0].throttled_ns -= 1000;
    after.wait[0][0] -= 1;
    const auto between = interval(before, after);
    ASSERT_TRUE(between);
    EXPECT_DOUBLE_EQ(between->throttled, 0);
    EXPECT_EQ(total(between->wait), 0U);
}

TEST(Interval, NeverWaitedForMoreThanTheWholeTime) {
    const ThrottleState before = busy(5);
    ThrottleState after = later(before);
    after.numbers[0].throttled_ns += 3 * second;
    EXPECT_DOUBLE_EQ(interval(before, after)->throttled, 1);
}

TEST(TopFrame, WithoutASampleBeforeHasNoRates) {
    const TimedSample now{sample_of({busy_guest(5, "web1")}), 7 * second};
    const TopFrame frame = make_frame(nullptr, now, false);
    ASSERT_EQ(frame.rows.size(), 1U);
    const TopRow& row = frame.rows[0];
    EXPECT_EQ(row.target.guest.name, "web1");
    EXPECT_FALSE(row.io);
    EXPECT_FALSE(row.p99_ns);
    EXPECT_FALSE(row.fixed_per_s);
    EXPECT_EQ(row.waiting, 3U);
    EXPECT_EQ(row.channels->number, 13U);
    EXPECT_DOUBLE_EQ(frame.seconds, 0);
    EXPECT_EQ(frame.totals.guests, 1U);
    EXPECT_EQ(frame.totals.waiting, 3U);
}

TEST(TopFrame, HasRatesPercentilesAndTotalsOfTheTimeBetween) {
    const TimedSample before{sample_of({busy_guest(5, "web1"), busy_guest(6, "web2")}), second};
    TimedSample after{before.sample, 3 * second};
    for (GuestSample& guest : after.sample.guests) {
        ThrottleState& state = *guest.throttle;
        state = later(state);
        state.numbers[0].bytes += 2'000'000;
        state.numbers[1].bytes += 4'000'000;
        state.numbers[1].ios += 20;
    }
    ThrottleState& held = *after.sample.guests[1].throttle;
    held.numbers[1].throttled_ns += second;
    held.wait[1][21] += 20; // 2 to 4 ms
    held.numbers[1].wait_max_ns = 3'900'000;
    for (auto& value : after.sample.guests[0].vifs[0].stat.values)
        value.second += 10;

    const TopFrame frame = make_frame(&before, after, false);
    ASSERT_EQ(frame.rows.size(), 2U);
    EXPECT_DOUBLE_EQ(frame.seconds, 2);
    EXPECT_DOUBLE_EQ(*frame.rows[0].bytes_per_s(), 3'000'000);
    EXPECT_DOUBLE_EQ(*frame.rows[0].ios_per_s(), 10);
    EXPECT_FALSE(frame.rows[0].p99_ns) << "nothing left in this time";
    EXPECT_EQ(frame.rows[1].p50_ns, 3'900'000U);
    EXPECT_DOUBLE_EQ(frame.rows[1].io->throttled, 0.5);
    // completed both ways and repaired both ways, ten more each in two seconds
    EXPECT_DOUBLE_EQ(*frame.rows[0].fixed_per_s, 20);
    EXPECT_DOUBLE_EQ(*frame.rows[1].fixed_per_s, 0);
    EXPECT_EQ(frame.totals.guests, 2U);
    EXPECT_EQ(frame.totals.throttled, 1U);
    EXPECT_DOUBLE_EQ(frame.totals.read_per_s, 2'000'000);
    EXPECT_DOUBLE_EQ(frame.totals.write_per_s, 4'000'000);
    EXPECT_DOUBLE_EQ(frame.totals.fixed_per_s, 20);
}

TEST(TopFrame, GuestsComeAndGo) {
    const TimedSample before{sample_of({busy_guest(5, "old"), busy_guest(7, "stays")}), second};
    TimedSample after{sample_of({busy_guest(7, "stays"), busy_guest(9, "new")}), 3 * second};
    for (GuestSample& guest : after.sample.guests)
        guest.throttle = later(*guest.throttle);
    const TopFrame frame = make_frame(&before, after, false);
    ASSERT_EQ(frame.rows.size(), 2U);
    EXPECT_EQ(frame.rows[0].target.guest.name, "stays");
    EXPECT_TRUE(frame.rows[0].io);
    EXPECT_EQ(frame.rows[1].target.guest.name, "new");
    EXPECT_FALSE(frame.rows[1].io);
}

TEST(TopFrame, AnInterfaceThatIsNewCountsFromNothing) {
    const TimedSample before{sample_of({busy_guest(5, "web1")}), second};
    TimedSample after{before.sample, 2 * second};
    for (auto& value : after.sample.guests[0].vifs[0].stat.values)
        value.second = 0;
    const TopFrame frame = make_frame(&before, after, false);
    EXPECT_DOUBLE_EQ(*frame.rows[0].fixed_per_s, 0);
}

TEST(TopFrame, ShowsDisksInPlaceOfGuests) {
    const TimedSample before{sample_of({busy_guest(5, "web1")}), second};
    TimedSample after{before.sample, 3 * second};
    GuestSample& guest = after.sample.guests[0];
    guest.throttle = later(*guest.throttle);
    for (ThrottleState& disk : guest.disks)
        disk = later(disk);
    guest.disks[1].numbers[0].bytes += 2000;
    const TopFrame frame = make_frame(&before, after, true);
    ASSERT_EQ(frame.rows.size(), 2U);
    EXPECT_EQ(label(frame.rows[0].target), "web1 (domid 5) xvda");
    EXPECT_DOUBLE_EQ(*frame.rows[1].bytes_per_s(), 1000);
    EXPECT_FALSE(frame.rows[0].channels);
    EXPECT_EQ(frame.totals.guests, 1U);
}

TEST(TopFrame, WhatAModuleDoesNotKnowIsLeftOpen) {
    GuestSample bare;
    bare.guest = {5, ""};
    const TimedSample before{sample_of({bare}), second};
    const TimedSample after{sample_of({bare}), 2 * second};
    const TopFrame frame = make_frame(&before, after, false);
    ASSERT_EQ(frame.rows.size(), 1U);
    EXPECT_EQ(frame.rows[0].target.guest.domid, 5U);
    EXPECT_FALSE(frame.rows[0].limits);
    EXPECT_FALSE(frame.rows[0].waiting);
    EXPECT_FALSE(frame.rows[0].fixed_per_s);
    EXPECT_FALSE(frame.rows[0].channels);
}

} // namespace
} // namespace dom0ctl
