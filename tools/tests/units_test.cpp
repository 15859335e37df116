// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/units.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>

namespace dom0ctl {
namespace {

struct Good {
    const char* text;
    Unit unit;
    std::uint64_t value;
};

// What GoogleTest calls a case.
void PrintTo(const Good& shown, std::ostream* stream) {
    *stream << shown.text;
}

class GoodRate : public testing::TestWithParam<Good> {};

TEST_P(GoodRate, IsRead) {
    const Result<Rate> rate = parse_rate(GetParam().text, GetParam().unit);
    ASSERT_TRUE(rate) << rate.error().what;
    EXPECT_EQ(rate->per_second, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, GoodRate,
    testing::Values(
        Good{"1", Unit::bytes_per_second, 1}, Good{"0042", Unit::bytes_per_second, 42},
        Good{"500B", Unit::bytes_per_second, 500}, Good{"500/s", Unit::bytes_per_second, 500},
        Good{"4K", Unit::bytes_per_second, 4000}, Good{"20M", Unit::bytes_per_second, 20'000'000},
        Good{"20MB", Unit::bytes_per_second, 20'000'000},
        Good{"20M/s", Unit::bytes_per_second, 20'000'000},
        Good{"20MB/s", Unit::bytes_per_second, 20'000'000},
        Good{"2G", Unit::bytes_per_second, 2'000'000'000},
        Good{"1T", Unit::bytes_per_second, 1'000'000'000'000},
        Good{"4Ki", Unit::bytes_per_second, 4096}, Good{"20Mi", Unit::bytes_per_second, 20'971'520},
        Good{"20MiB", Unit::bytes_per_second, 20'971'520},
        Good{"20MiB/s", Unit::bytes_per_second, 20'971'520},
        Good{"1Gi", Unit::bytes_per_second, 1'073'741'824},
        Good{"1Ti", Unit::bytes_per_second, 1'099'511'627'776},
        Good{"1.5M", Unit::bytes_per_second, 1'500'000}, Good{"0.5K", Unit::bytes_per_second, 500},
        Good{"1.0", Unit::bytes_per_second, 1}, Good{"0.000000000001T", Unit::bytes_per_second, 1},
        Good{"1.50000000000000000000000000M", Unit::bytes_per_second, 1'500'000},
        Good{"0.5Ki", Unit::bytes_per_second, 512},
        Good{"0.0009765625Ki", Unit::bytes_per_second, 1},
        Good{"9223372036854775807", Unit::bytes_per_second, max_per_second}));

INSTANTIATE_TEST_SUITE_P(Ios, GoodRate,
                         testing::Values(Good{"1", Unit::ios_per_second, 1},
                                         Good{"500", Unit::ios_per_second, 500},
                                         Good{"2K", Unit::ios_per_second, 2000},
                                         Good{"1.5K", Unit::ios_per_second, 1500},
                                         Good{"1M", Unit::ios_per_second, 1'000'000}));

TEST(Rate, MaxIsNoLimit) {
    for (const Unit unit : {Unit::bytes_per_second, Unit::ios_per_second}) {
        const Result<Rate> rate = parse_rate("max", unit);
        ASSERT_TRUE(rate);
        EXPECT_TRUE(rate->is_max());
    }
}

struct Bad {
    const char* text;
    Unit unit;
    const char* what;
};

// What GoogleTest calls a case.
void PrintTo(const Bad& shown, std::ostream* stream) {
    *stream << '"' << shown.text << '"';
}

class BadRate : public testing::TestWithParam<Bad> {};

TEST_P(BadRate, IsRefusedAsUsage) {
    const Result<Rate> rate = parse_rate(GetParam().text, GetParam().unit);
    ASSERT_FALSE(rate) << "read as " << to_sysfs(*rate);
    EXPECT_EQ(rate.error().code, ExitCode::usage);
    EXPECT_EQ(rate.error().what, GetParam().what);
    EXPECT_NE(rate.error().hint, "");
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, BadRate,
    testing::Values(
        Bad{"", Unit::bytes_per_second, "'' is not a limit"},
        Bad{"M", Unit::bytes_per_second, "'M' is not a limit"},
        Bad{"-5", Unit::bytes_per_second, "'-5' is not a limit"},
        Bad{"+5", Unit::bytes_per_second, "'+5' is not a limit"},
        Bad{" 5", Unit::bytes_per_second, "' 5' is not a limit"},
        Bad{".5M", Unit::bytes_per_second, "'.5M' is not a limit"},
        Bad{"Max", Unit::bytes_per_second, "'Max' is not a limit"},
        Bad{"unlimited", Unit::bytes_per_second, "'unlimited' is not a limit"},
        Bad{"5 ", Unit::bytes_per_second, "unknown unit ' ' in '5 '"},
        Bad{"5.", Unit::bytes_per_second, "unknown unit '.' in '5.'"},
        Bad{"5.M", Unit::bytes_per_second, "unknown unit '.M' in '5.M'"},
        Bad{"1e6", Unit::bytes_per_second, "unknown unit 'e6' in '1e6'"},
        Bad{"0x10", Unit::bytes_per_second, "unknown unit 'x10' in '0x10'"},
        Bad{"20k", Unit::bytes_per_second, "unknown unit 'k' in '20k'"},
        Bad{"20m", Unit::bytes_per_second, "unknown unit 'm' in '20m'"},
        Bad{"20Mb", Unit::bytes_per_second, "unknown unit 'Mb' in '20Mb'"},
        Bad{"20Mbit", Unit::bytes_per_second, "unknown unit 'Mbit' in '20Mbit'"},
        Bad{"20mi", Unit::bytes_per_second, "unknown unit 'mi' in '20mi'"},
        Bad{"20M/S", Unit::bytes_per_second, "unknown unit 'M/S' in '20M/S'"},
        Bad{"20MBB", Unit::bytes_per_second, "unknown unit 'MBB' in '20MBB'"},
        Bad{"20/sB", Unit::bytes_per_second, "unknown unit '/sB' in '20/sB'"},
        Bad{"1,5M", Unit::bytes_per_second, "unknown unit ',5M' in '1,5M'"},
        Bad{"1.5", Unit::bytes_per_second, "'1.5' is not a whole number of bytes per second"},
        Bad{"1.0001K", Unit::bytes_per_second,
            "'1.0001K' is not a whole number of bytes per second"},
        Bad{"0.1Ki", Unit::bytes_per_second, "'0.1Ki' is not a whole number of bytes per second"},
        Bad{"0.0000000000000000001T", Unit::bytes_per_second,
            "'0.0000000000000000001T' is not a whole number of bytes per second"},
        Bad{"9223372036854775808", Unit::bytes_per_second, "'9223372036854775808' is too large"},
        Bad{"18446744073709551617", Unit::bytes_per_second, "'18446744073709551617' is too large"},
        Bad{"99999999999999999999999T", Unit::bytes_per_second,
            "'99999999999999999999999T' is too large"},
        Bad{"18446744073709551615Ti", Unit::bytes_per_second,
            "'18446744073709551615Ti' is too large"},
        Bad{"0", Unit::bytes_per_second, "a limit of 0 would stop the guest for good"},
        Bad{"0.0M", Unit::bytes_per_second, "a limit of 0 would stop the guest for good"}));

INSTANTIATE_TEST_SUITE_P(
    Ios, BadRate,
    testing::Values(Bad{"0", Unit::ios_per_second, "a limit of 0 would stop the guest for good"},
                    Bad{"5G", Unit::ios_per_second, "unknown unit 'G' in '5G'"},
                    Bad{"5Ki", Unit::ios_per_second, "unknown unit 'Ki' in '5Ki'"},
                    Bad{"5KB", Unit::ios_per_second, "unknown unit 'KB' in '5KB'"},
                    Bad{"5/s", Unit::ios_per_second, "unknown unit '/s' in '5/s'"},
                    Bad{"0.5", Unit::ios_per_second,
                        "'0.5' is not a whole number of I/Os per second"}));

TEST(Rate, AWrongUnitListsTheUnits) {
    const Result<Rate> bytes = parse_rate("1X", Unit::bytes_per_second);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().hint, "the units are K M G T (powers of 1000) and Ki Mi Gi Ti (powers "
                                  "of 1024), B and /s may follow");
    const Result<Rate> ios = parse_rate("1X", Unit::ios_per_second);
    ASSERT_FALSE(ios);
    EXPECT_EQ(ios.error().hint, "the units are K and M (powers of 1000)");
}

struct Shown {
    std::uint64_t value;
    Unit unit;
    const char* text;
};

// What GoogleTest calls a case.
void PrintTo(const Shown& shown, std::ostream* stream) {
    *stream << shown.text;
}

class ShownRate : public testing::TestWithParam<Shown> {};

TEST_P(ShownRate, IsShortAndReadsBack) {
    const Rate rate{GetParam().value};
    EXPECT_EQ(format_rate(rate, GetParam().unit), GetParam().text);
    const Result<Rate> again = parse_rate(GetParam().text, GetParam().unit);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, rate);
}

INSTANTIATE_TEST_SUITE_P(All, ShownRate,
                         testing::Values(Shown{1, Unit::bytes_per_second, "1"},
                                         Shown{999, Unit::bytes_per_second, "999"},
                                         Shown{1000, Unit::bytes_per_second, "1K"},
                                         Shown{1024, Unit::bytes_per_second, "1Ki"},
                                         Shown{4'000'000, Unit::bytes_per_second, "4M"},
                                         Shown{1'500'000, Unit::bytes_per_second, "1.5M"},
                                         Shown{20'971'520, Unit::bytes_per_second, "20Mi"},
                                         Shown{1'234'567, Unit::bytes_per_second, "1234567"},
                                         Shown{1'234'000, Unit::bytes_per_second, "1234K"},
                                         Shown{1'000'000'000'000, Unit::bytes_per_second, "1T"},
                                         Shown{max_per_second, Unit::bytes_per_second,
                                               "9223372036854775807"},
                                         Shown{1024, Unit::ios_per_second, "1024"},
                                         Shown{1500, Unit::ios_per_second, "1500"},
                                         Shown{20'000, Unit::ios_per_second, "20K"},
                                         Shown{2'000'000'000, Unit::ios_per_second, "2000M"}));

// Whatever is shown reads back as the same rate.
TEST(Rate, ShowingLosesNothing) {
    constexpr std::array<std::uint64_t, 6> steps{1, 10, 1000, 1024, 1'000'000, 1'048'576};
    std::uint64_t state = 1;
    for (int i = 0; i < 20'000; ++i) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const std::uint64_t value =
            (state >> (8 + state % 48)) * steps.at(state % 6) % max_per_second;
        const Rate rate{value == 0 ? 1 : value};
        for (const Unit unit : {Unit::bytes_per_second, Unit::ios_per_second}) {
            const std::string text = format_rate(rate, unit);
            const Result<Rate> again = parse_rate(text, unit);
            ASSERT_TRUE(again) << text;
            ASSERT_EQ(*again, rate) << text;
        }
    }
}

TEST(Rate, SysfsFormIsPlain) {
    EXPECT_EQ(to_sysfs(Rate{20'000'000}), "20000000");
    EXPECT_EQ(to_sysfs(Rate::max()), "max");
    EXPECT_EQ(from_sysfs("20000000"), Rate{20'000'000});
    EXPECT_EQ(from_sysfs("max"), Rate::max());
    EXPECT_EQ(from_sysfs("20M"), std::nullopt);
    EXPECT_EQ(from_sysfs(""), std::nullopt);
    EXPECT_EQ(from_sysfs("18446744073709551616"), std::nullopt);
}

} // namespace
} // namespace dom0ctl
