// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/units.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>

namespace dom0ctl {
namespace {

struct Good {
    const char* text;
    Kind kind;
    std::uint64_t value;
};

// What GoogleTest calls a case.
void PrintTo(const Good& shown, std::ostream* stream) {
    *stream << shown.text;
}

class GoodValue : public testing::TestWithParam<Good> {};

TEST_P(GoodValue, IsRead) {
    const Result<Value> value = parse_value(GetParam().text, GetParam().kind);
    ASSERT_TRUE(value) << value.error().what;
    EXPECT_EQ(value->number, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, GoodValue,
    testing::Values(Good{"1", byte_rate, 1}, Good{"0042", byte_rate, 42},
                    Good{"500B", byte_rate, 500}, Good{"500/s", byte_rate, 500},
                    Good{"4K", byte_rate, 4000}, Good{"20M", byte_rate, 20'000'000},
                    Good{"20MB", byte_rate, 20'000'000}, Good{"20M/s", byte_rate, 20'000'000},
                    Good{"20MB/s", byte_rate, 20'000'000}, Good{"2G", byte_rate, 2'000'000'000},
                    Good{"1T", byte_rate, 1'000'000'000'000}, Good{"4Ki", byte_rate, 4096},
                    Good{"20Mi", byte_rate, 20'971'520}, Good{"20MiB", byte_rate, 20'971'520},
                    Good{"20MiB/s", byte_rate, 20'971'520}, Good{"1Gi", byte_rate, 1'073'741'824},
                    Good{"1Ti", byte_rate, 1'099'511'627'776}, Good{"1.5M", byte_rate, 1'500'000},
                    Good{"1.5GiB/s", byte_rate, 1'610'612'736}, Good{"0.5K", byte_rate, 500},
                    Good{"1.0", byte_rate, 1}, Good{"0.000000000001T", byte_rate, 1},
                    Good{"1.50000000000000000000000000M", byte_rate, 1'500'000},
                    Good{"0.5Ki", byte_rate, 512}, Good{"0.0009765625Ki", byte_rate, 1},
                    Good{"9223372036854775807", byte_rate, largest_number}));

INSTANTIATE_TEST_SUITE_P(Ios, GoodValue,
                         testing::Values(Good{"1", io_rate, 1}, Good{"500", io_rate, 500},
                                         Good{"2K", io_rate, 2000}, Good{"1.5K", io_rate, 1500},
                                         Good{"1M", io_rate, 1'000'000},
                                         Good{"500iops", io_rate, 500}, Good{"500/s", io_rate, 500},
                                         Good{"1.5Kiops", io_rate, 1500},
                                         Good{"9223372036854775807/s", io_rate, largest_number}));

INSTANTIATE_TEST_SUITE_P(Bursts, GoodValue,
                         testing::Values(Good{"4MiB", byte_burst, 4'194'304},
                                         Good{"4M", byte_burst, 4'000'000},
                                         Good{"500", io_burst, 500}, Good{"2K", io_burst, 2000},
                                         Good{"9223372036854775807", io_burst, largest_number}));

INSTANTIATE_TEST_SUITE_P(Sizes, GoodValue,
                         testing::Values(Good{"64Ki", io_size, 65536}, Good{"4K", io_size, 4000},
                                         Good{"4294967295", io_size, 0xffff'ffff}));

TEST(Values, EachKindHasItsWordForNone) {
    for (const Kind& kind : {byte_burst, io_burst}) {
        const Result<Value> value = parse_value("auto", kind);
        ASSERT_TRUE(value);
        EXPECT_TRUE(value->is_unset());
        EXPECT_EQ(format_value(*value, kind), "auto");
    }
    for (const char* const text : {"0", "00", "0K"}) {
        const Result<Value> value = parse_value(text, io_size);
        ASSERT_TRUE(value) << text;
        EXPECT_TRUE(value->is_unset());
        EXPECT_EQ(format_value(*value, io_size), "0");
    }
}

TEST(Values, MaxIsNoLimit) {
    for (const Kind& kind : {byte_rate, io_rate}) {
        const Result<Value> value = parse_value("max", kind);
        ASSERT_TRUE(value);
        EXPECT_TRUE(value->is_unset());
    }
}

struct Bad {
    const char* text;
    Kind kind;
    const char* what;
};

// What GoogleTest calls a case.
void PrintTo(const Bad& shown, std::ostream* stream) {
    *stream << '"' << shown.text << '"';
}

class BadValue : public testing::TestWithParam<Bad> {};

TEST_P(BadValue, IsRefusedAsUsage) {
    const Result<Value> value = parse_value(GetParam().text, GetParam().kind);
    ASSERT_FALSE(value) << "read as " << to_sysfs(*value, GetParam().kind);
    EXPECT_EQ(value.error().code, ExitCode::usage);
    EXPECT_EQ(value.error().what, GetParam().what);
    EXPECT_NE(value.error().hint, "");
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, BadValue,
    testing::Values(
        Bad{"", byte_rate, "'' is not a limit"}, Bad{"M", byte_rate, "'M' is not a limit"},
        Bad{"-5", byte_rate, "'-5' is not a limit"}, Bad{"+5", byte_rate, "'+5' is not a limit"},
        Bad{" 5", byte_rate, "' 5' is not a limit"}, Bad{".5M", byte_rate, "'.5M' is not a limit"},
        Bad{"Max", byte_rate, "'Max' is not a limit"},
        Bad{"unlimited", byte_rate, "'unlimited' is not a limit"},
        Bad{"5 ", byte_rate, "unknown unit ' ' in '5 '"},
        Bad{"5.", byte_rate, "unknown unit '.' in '5.'"},
        Bad{"5.M", byte_rate, "unknown unit '.M' in '5.M'"},
        Bad{"1e6", byte_rate, "unknown unit 'e6' in '1e6'"},
        Bad{"0x10", byte_rate, "unknown unit 'x10' in '0x10'"},
        Bad{"20k", byte_rate, "unknown unit 'k' in '20k'"},
        Bad{"1.5GiB/s/s", byte_rate, "unknown unit 'GiB/s/s' in '1.5GiB/s/s'"},
        Bad{"20m", byte_rate, "unknown unit 'm' in '20m'"},
        Bad{"20Mb", byte_rate, "unknown unit 'Mb' in '20Mb'"},
        Bad{"20Mbit", byte_rate, "unknown unit 'Mbit' in '20Mbit'"},
        Bad{"20mi", byte_rate, "unknown unit 'mi' in '20mi'"},
        Bad{"20M/S", byte_rate, "unknown unit 'M/S' in '20M/S'"},
        Bad{"20MBB", byte_rate, "unknown unit 'MBB' in '20MBB'"},
        Bad{"20/sB", byte_rate, "unknown unit '/sB' in '20/sB'"},
        Bad{"1,5M", byte_rate, "unknown unit ',5M' in '1,5M'"},
        Bad{"1.5", byte_rate, "'1.5' is not a whole number of bytes per second"},
        Bad{"1.0001K", byte_rate, "'1.0001K' is not a whole number of bytes per second"},
        Bad{"0.1Ki", byte_rate, "'0.1Ki' is not a whole number of bytes per second"},
        Bad{"0.0000000000000000001T", byte_rate,
            "'0.0000000000000000001T' is not a whole number of bytes per second"},
        Bad{"9223372036854775808", byte_rate, "'9223372036854775808' is too large"},
        Bad{"18446744073709551617", byte_rate, "'18446744073709551617' is too large"},
        Bad{"99999999999999999999999T", byte_rate, "'99999999999999999999999T' is too large"},
        Bad{"18446744073709551615Ti", byte_rate, "'18446744073709551615Ti' is too large"},
        Bad{"0", byte_rate, "a limit of 0 would stop the guest for good"},
        Bad{"0.0M", byte_rate, "a limit of 0 would stop the guest for good"}));

INSTANTIATE_TEST_SUITE_P(
    Ios, BadValue,
    testing::Values(Bad{"0", io_rate, "a limit of 0 would stop the guest for good"},
                    Bad{"5G", io_rate, "unknown unit 'G' in '5G'"},
                    Bad{"5Ki", io_rate, "unknown unit 'Ki' in '5Ki'"},
                    Bad{"5KB", io_rate, "unknown unit 'KB' in '5KB'"},
                    Bad{"5s", io_rate, "unknown unit 's' in '5s'"},
                    Bad{"5IOPS", io_rate, "unknown unit 'IOPS' in '5IOPS'"},
                    Bad{"5iops/s", io_rate, "unknown unit 'iops/s' in '5iops/s'"},
                    Bad{"iops", io_rate, "'iops' is not a limit"},
                    Bad{"9223372036854775808iops", io_rate,
                        "'9223372036854775808iops' is too large"},
                    Bad{"5iops", byte_rate, "unknown unit 'iops' in '5iops'"},
                    Bad{"5iops", io_burst, "unknown unit 'iops' in '5iops'"},
                    Bad{"0.5", io_rate, "'0.5' is not a whole number of I/Os per second"}));

INSTANTIATE_TEST_SUITE_P(
    Bursts, BadValue,
    testing::Values(Bad{"max", byte_burst, "'max' is not a burst"},
                    Bad{"4M/s", byte_burst, "unknown unit 'M/s' in '4M/s'"},
                    Bad{"4Ki", io_burst, "unknown unit 'Ki' in '4Ki'"},
                    Bad{"0", io_burst, "a burst of 0 would stop the guest for good"},
                    Bad{"0.5", io_burst, "'0.5' is not a whole number of I/Os"},
                    Bad{"auto", byte_rate, "'auto' is not a limit"}));

INSTANTIATE_TEST_SUITE_P(Sizes, BadValue,
                         testing::Values(Bad{"max", io_size, "'max' is not a size"},
                                         Bad{"-1", io_size, "'-1' is not a size"},
                                         Bad{"4Gi", io_size, "'4Gi' is too large"},
                                         Bad{"4294967296", io_size, "'4294967296' is too large"}));

TEST(Values, TheHintSaysWhatToGive) {
    EXPECT_EQ(parse_value("x", byte_rate).error().hint,
              "give a number of bytes per second, such as 20M, or max for no limit");
    EXPECT_EQ(parse_value("x", io_burst).error().hint,
              "give a number of I/Os, such as 100, or auto for what flows in within 1/64 second");
    EXPECT_EQ(parse_value("x", io_size).error().hint,
              "give a number of bytes, such as 64Ki, or 0 for one I/O a request, however large");
    EXPECT_EQ(parse_value("4Gi", io_size).error().hint,
              "the largest size is 4294967295 bytes; 0 stands for one I/O a request, however "
              "large");
}

TEST(Values, AWrongUnitListsTheUnits) {
    const Result<Value> bytes = parse_value("1X", byte_rate);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().hint, "the units are K M G T (powers of 1000) and Ki Mi Gi Ti (powers "
                                  "of 1024), B and /s may follow");
    const Result<Value> ios = parse_value("1X", io_rate);
    ASSERT_FALSE(ios);
    EXPECT_EQ(ios.error().hint, "the units are K and M (powers of 1000), iops or /s may follow");
    const Result<Value> burst = parse_value("1X", io_burst);
    ASSERT_FALSE(burst);
    EXPECT_EQ(burst.error().hint, "the units are K and M (powers of 1000)");
}

struct Shown {
    std::uint64_t value;
    Kind kind;
    const char* text;
};

// What GoogleTest calls a case.
void PrintTo(const Shown& shown, std::ostream* stream) {
    *stream << shown.text;
}

class ShownValue : public testing::TestWithParam<Shown> {};

TEST_P(ShownValue, IsShortAndReadsBack) {
    const Value value{GetParam().value};
    EXPECT_EQ(format_value(value, GetParam().kind), GetParam().text);
    const Result<Value> again = parse_value(GetParam().text, GetParam().kind);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, value);
}

INSTANTIATE_TEST_SUITE_P(
    All, ShownValue,
    testing::Values(Shown{1, byte_rate, "1"}, Shown{999, byte_rate, "999"},
                    Shown{1000, byte_rate, "1K"}, Shown{1024, byte_rate, "1Ki"},
                    Shown{4'000'000, byte_rate, "4M"}, Shown{1'500'000, byte_rate, "1.5M"},
                    Shown{20'971'520, byte_rate, "20Mi"}, Shown{1'234'567, byte_rate, "1234567"},
                    Shown{1'234'000, byte_rate, "1234K"}, Shown{1'000'000'000'000, byte_rate, "1T"},
                    Shown{largest_number, byte_rate, "9223372036854775807"},
                    Shown{1024, io_rate, "1024"}, Shown{1500, io_rate, "1500"},
                    Shown{20'000, io_rate, "20K"}, Shown{2'000'000'000, io_rate, "2000M"}));

// Whatever is shown reads back as the same value.
TEST(Values, ShowingLosesNothing) {
    constexpr std::array<std::uint64_t, 6> steps{1, 10, 1000, 1024, 1'000'000, 1'048'576};
    std::uint64_t state = 1;
    for (int i = 0; i < 20'000; ++i) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const std::uint64_t number =
            (state >> (8 + state % 48)) * steps.at(state % 6) % largest_number;
        const Value value{number == 0 ? 1 : number};
        for (const Kind& kind : {byte_rate, io_rate}) {
            const std::string text = format_value(value, kind);
            const Result<Value> again = parse_value(text, kind);
            ASSERT_TRUE(again) << text;
            ASSERT_EQ(*again, value) << text;
        }
    }
}

TEST(Values, SysfsFormIsPlain) {
    EXPECT_EQ(to_sysfs(Value{20'000'000}, byte_rate), "20000000");
    EXPECT_EQ(to_sysfs(Value::unset(), byte_rate), "max");
    EXPECT_EQ(to_sysfs(Value::unset(), byte_burst), "auto");
    EXPECT_EQ(to_sysfs(Value::unset(), io_size), "0");
    EXPECT_EQ(from_sysfs("20000000", byte_rate), Value{20'000'000});
    EXPECT_EQ(from_sysfs("max", byte_rate), Value::unset());
    EXPECT_EQ(from_sysfs("auto", io_burst), Value::unset());
    EXPECT_EQ(from_sysfs("0", io_size), Value::unset());
    EXPECT_EQ(from_sysfs("max", io_burst), std::nullopt);
    EXPECT_EQ(from_sysfs("auto", io_rate), std::nullopt);
    EXPECT_EQ(from_sysfs("20M", byte_rate), std::nullopt);
    EXPECT_EQ(from_sysfs("", byte_rate), std::nullopt);
    EXPECT_EQ(from_sysfs("18446744073709551616", byte_rate), std::nullopt);
}

} // namespace
} // namespace dom0ctl
