// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/histogram.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace dom0ctl {
namespace {

constexpr std::uint64_t no_longest = UINT64_MAX;

TEST(Percentile, OfNothingIsNone) {
    EXPECT_EQ(percentile_ns({}, 50, no_longest), std::nullopt);
}

TEST(Percentile, IsWhereThePlaceOfTheLastOneEnds) {
    Histogram histogram{};
    histogram[0] = 50;  // did not wait
    histogram[10] = 49; // 1 to 2 us
    histogram[20] = 1;  // 1 to 2 ms
    EXPECT_EQ(percentile_ns(histogram, 50, no_longest), 0U);
    EXPECT_EQ(percentile_ns(histogram, 51, no_longest), 2048U);
    EXPECT_EQ(percentile_ns(histogram, 99, no_longest), 2048U);
    EXPECT_EQ(percentile_ns(histogram, 100, no_longest), 2'097'152U);
}

TEST(Percentile, RoundsUpWhoCounts) {
    Histogram histogram{};
    histogram[0] = 1;
    histogram[10] = 2;
    // Half of three is two of them.
    EXPECT_EQ(percentile_ns(histogram, 50, no_longest), 2048U);
    EXPECT_EQ(percentile_ns(histogram, 33, no_longest), 0U);
}

TEST(Percentile, IsNeverMoreThanTheLongestAndNeverLessThanItsPlace) {
    Histogram histogram{};
    histogram[20] = 1;
    EXPECT_EQ(percentile_ns(histogram, 99, 1'500'000), 1'500'000U);
    EXPECT_EQ(percentile_ns(histogram, 99, 0), 1'048'576U);
    histogram = {};
    histogram.back() = 1;
    EXPECT_EQ(percentile_ns(histogram, 99, 5'000'000'000'000), 1'099'511'627'776U);
}

TEST(Percentile, DoesNotOverflow) {
    Histogram histogram{};
    histogram[0] = UINT64_MAX / 2;
    histogram[5] = UINT64_MAX / 2;
    EXPECT_EQ(percentile_ns(histogram, 50, no_longest), 0U);
    EXPECT_EQ(percentile_ns(histogram, 99, no_longest), 64U);
}

TEST(Histogram, WhatGoesBackHasNothingNew) {
    Histogram before{};
    Histogram after{};
    before[0] = 5;
    after[0] = 4;
    before[1] = 5;
    after[1] = 8;
    const Histogram new_ones = difference(after, before);
    EXPECT_EQ(new_ones[0], 0U);
    EXPECT_EQ(new_ones[1], 3U);
    EXPECT_EQ(total(sum(before, after)), 22U);
}

} // namespace
} // namespace dom0ctl
