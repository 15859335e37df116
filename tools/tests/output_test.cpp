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
    EXPECT_EQ(text, "{\"name\":\"a\\ufffd\\u0001\"}\n");
}

TEST(Wrapping, BreaksAtSpacesOnly) {
    using Lines = std::vector<std::string>;
    EXPECT_EQ(wrap("", 5), Lines{""});
    EXPECT_EQ(wrap("aa bb cc", 5), (Lines{"aa bb", "cc"}));
    EXPECT_EQ(wrap("aa bb cc", 8), Lines{"aa bb cc"});
    EXPECT_EQ(wrap("aaaaaaaa b", 5), (Lines{"aaaaaaaa", "b"}));
}

TEST(Wrapping, KeepsATableWithin80Columns) {
    std::string many = "a=1";
    for (int i = 0; i < 30; ++i)
        many += " setting=" + std::to_string(i);
    const std::string text = format_wrapped_table({{"DOMID", "LIMITS"}, {"1", many}, {"2", "x"}});
    std::size_t lines = 0;
    std::string joined;
    for (std::size_t at = 0; at < text.size(); ++lines) {
        const std::size_t end = text.find('\n', at);
        EXPECT_LE(end - at, 80U);
        if (lines > 0)
            joined += (lines > 1 ? " " : "") + text.substr(at + 7, end - at - 7);
        at = end + 1;
    }
    EXPECT_EQ(lines, 7U);
    EXPECT_EQ(joined, many + " x");
    EXPECT_NE(text.find("\n       setting="), std::string::npos);
}

TEST(JsonOutput, LimitsAreNumbersOrTheWordForNone) {
    Limits limits;
    limits.at(*find_knob("read_bps")) = Value{5};
    limits.at(*find_knob("total_iops_burst")) = Value{7};
    Json json = to_json(Target{{3, ""}, {}}, limits);
    EXPECT_EQ(json.size(), 2 + knob_count);
    EXPECT_TRUE(dump(json).starts_with("{\"domid\":3,\"name\":null,\"read_bps\":5,"));
    EXPECT_EQ(json["write_bps"], "max");
    EXPECT_EQ(json["read_bps_burst"], "auto");
    EXPECT_EQ(json["total_iops_burst"], 7);
    EXPECT_EQ(json["total_bps_peak"], "max");
    EXPECT_EQ(json["iops_size"], 0);
    json = to_json(Target{{3, "a"}, 51712}, limits);
    EXPECT_TRUE(dump(json).starts_with(
        "{\"domid\":3,\"name\":\"a\",\"disk\":\"xvda\",\"devid\":51712,\"read_bps\":5,"));
}

TEST(Describe, ALineAChange) {
    const Target web{{5, "web1"}, {}};
    const Target disk{{5, "web1"}, 768};
    const Output output =
        describe({{web, *find_knob("write_bps"), Value{4'000'000}, {}, Value{4'000'000}},
                  {disk, *find_knob("read_iops_burst"), Value{500}, Value{100}, Value{500}}});
    EXPECT_EQ(output.text, "web1 (domid 5): write_bps 4M, was max\n"
                           "web1 (domid 5) hda: read_iops_burst 500, was 100\n");
    EXPECT_FALSE(output.json["changes"][0].contains("disk"));
    EXPECT_EQ(output.json["changes"][1]["disk"], "hda");
    EXPECT_EQ(output.json["changes"][1]["devid"], 768);
    EXPECT_EQ(output.json["changes"][0]["limit"], "write_bps");
    EXPECT_EQ(output.json["changes"][0]["now"], 4'000'000);
    EXPECT_EQ(output.json["changes"][0]["was"], "max");
    EXPECT_EQ(describe({}).text, "");
    EXPECT_EQ(dump(describe({}).json), "{\"changes\":[]}\n");
}

} // namespace
} // namespace dom0ctl
