// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/output.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

TEST(Table, AlignsAndDoesNotPadTheLastColumn) {
    EXPECT_EQ(format_table({{"A", "B", "C"}, {"long", "x", "y"}}), "A     B  C\n"
                                                                   "long  x  y\n");
}

TEST(Table, CountsCharactersAndNotBytes) {
    EXPECT_EQ(format_table({{"\xc3\xa4\xc3\xb6", "1"}, {"abc", "2"}}), "\xc3\xa4\xc3\xb6   1\n"
                                                                       "abc  2\n");
}

TEST(Errors, AreOneLine) {
    EXPECT_EQ(one_line({ExitCode::failed, "a\nb", "c"}), "a?b; c");
    EXPECT_EQ(one_line({ExitCode::failed, "a", ""}), "a");
}

TEST(JsonOutput, ErrorsHaveTheirExitCode) {
    EXPECT_EQ(dump(to_json(Error{ExitCode::no_guest, "no \"x\"", "do y"})),
              "{\"error\":\"no \\\"x\\\"\",\"hint\":\"do y\",\"exit_code\":3}\n");
}

TEST(JsonOutput, BrokenUtf8DoesNotBreakIt) {
    const std::string text = dump({{"name", "a\xff\x01"}});
    EXPECT_EQ(text, "{\"name\":\"a\xef\xbf\xbd\\u0001\"}\n");
}

TEST(JsonOutput, LimitsAreNumbersOrMax) {
    const Limits limits{Rate{5}, Rate::max(), Rate{7}, Rate::max()};
    EXPECT_EQ(dump(to_json(Guest{3, ""}, limits)),
              "{\"domid\":3,\"name\":null,\"read_bps\":5,\"write_bps\":\"max\",\"read_iops\":7,"
              "\"write_iops\":\"max\"}\n");
}

TEST(Describe, ALineAChange) {
    const Output output = describe({{{5, "web1"}, 1, Rate{4'000'000}, Rate::max(), Rate{4'000'000}},
                                    {{5, "web1"}, 2, Rate{500}, Rate{100}, Rate{500}}});
    EXPECT_EQ(output.text, "web1 (domid 5): write_bps 4M, was max\n"
                           "web1 (domid 5): read_iops 500, was 100\n");
    EXPECT_EQ(output.json["changes"][0]["limit"], "write_bps");
    EXPECT_EQ(output.json["changes"][0]["now"], 4'000'000);
    EXPECT_EQ(output.json["changes"][0]["was"], "max");
    EXPECT_EQ(describe({}).text, "");
    EXPECT_EQ(dump(describe({}).json), "{\"changes\":[]}\n");
}

} // namespace
} // namespace dom0ctl
