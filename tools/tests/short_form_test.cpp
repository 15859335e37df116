// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/short_form.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace dom0ctl {
namespace {

TEST(ShortNumber, HasThreeDigits) {
    EXPECT_EQ(short_number(0), "0");
    EXPECT_EQ(short_number(0.46), "0.5");
    EXPECT_EQ(short_number(7), "7");
    EXPECT_EQ(short_number(9.97), "10");
    EXPECT_EQ(short_number(999.4), "999");
    EXPECT_EQ(short_number(999.5), "1.00K");
    EXPECT_EQ(short_number(1234), "1.23K");
    EXPECT_EQ(short_number(9'995), "10.0K");
    EXPECT_EQ(short_number(45'600'000), "45.6M");
    EXPECT_EQ(short_number(999'499), "999K");
    EXPECT_EQ(short_number(999'500), "1.00M");
    EXPECT_EQ(short_number(static_cast<double>(UINT64_MAX)), "18.4E");
}

TEST(ShortTime, HasThreeDigits) {
    EXPECT_EQ(short_time(0), "0");
    EXPECT_EQ(short_time(999), "999ns");
    EXPECT_EQ(short_time(1024), "1.02us");
    EXPECT_EQ(short_time(16'777'216), "16.8ms");
    EXPECT_EQ(short_time(999'700'000), "1.00s");
    EXPECT_EQ(short_time(4'294'967'296), "4.29s");
    EXPECT_EQ(short_time(1'099'511'627'776), "1100s");
}

TEST(InColumns, CutsAndFillsByCharacters) {
    EXPECT_EQ(in_columns("web1", 6), "web1  ");
    EXPECT_EQ(in_columns("web1", 6, Align::right), "  web1");
    EXPECT_EQ(in_columns("database", 4), "data");
    EXPECT_EQ(in_columns("\xc3\xa4\xc3\xb6\xc3\xbc", 2), "\xc3\xa4\xc3\xb6");
    EXPECT_EQ(in_columns("\xc3\xa4", 2, Align::right), " \xc3\xa4");
    EXPECT_EQ(in_columns("x", 0), "");
}

TEST(InColumns, LetsNothingTalkToTheTerminal) {
    EXPECT_EQ(in_columns("a\x1b[31mb\x7f\n", 9), "a?[31mb??");
    // C1, a lone second byte, an overlong slash, half of a pair, a cut one.
    EXPECT_EQ(in_columns("\xc2\x9b|\x80|\xc0\xaf|\xed\xa0\x80|\xe2\x82", 14), "?|?|??|???|?? ");
}

} // namespace
} // namespace dom0ctl
