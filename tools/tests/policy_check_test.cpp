// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_check.h"

#include "lib/policy_text.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

std::string doubts_about(const std::string& text, const std::string& more = "") {
    Policy policy;
    EXPECT_TRUE(read_policy_text("a.toml", text, policy).empty());
    if (!more.empty()) {
        EXPECT_TRUE(read_policy_text("b.toml", more, policy).empty());
    }
    std::string lines;
    for (const Mistake& doubt : doubts(policy))
        lines += one_line(to_error(doubt)) + "\n";
    return lines;
}

std::string entry(const std::string& guest, const std::string& settings) {
    return "[[limit]]\nguest = \"" + guest + "\"\n" + settings;
}

TEST(PolicyCheck, NothingToSayOfTheUsualOrder) {
    EXPECT_EQ(doubts_about(entry("*", "read_bps = 1\n") + entry("web*", "read_bps = 2\n") +
                           entry("web1", "read_bps = 3\nread_bps_burst = 9\n") +
                           entry("web1", "disk = \"xvda\"\nread_bps = 4\n")),
              "");
}

TEST(PolicyCheck, WhatALaterEntryTakesThePlaceOf) {
    constexpr const char* end = ", for the same guests; leave it out, or put this entry behind the "
                                "other one\n";
    // The same guest; a pattern that covers a name; everybody.
    for (const char* const later : {"web1", "web?", "*"})
        EXPECT_EQ(doubts_about(entry("web1", "read_bps = 1\nwrite_bps = 2\n"),
                               entry(later, "# for all\nread_bps = 3\n")),
                  std::string("a.toml:3:1: this read_bps never decides: b.toml:4:1 does") + end);
    EXPECT_EQ(doubts_about(entry("web*", "read_bps = 1\n") + entry("web1", "read_bps = 3\n")), "");
    // Patterns that may or may not cover each other.
    EXPECT_EQ(doubts_about(entry("web*", "read_bps = 1\n") + entry("w*", "read_bps = 3\n")), "");
}

TEST(PolicyCheck, PartsAreLookedAtOnTheirOwn) {
    EXPECT_EQ(doubts_about(entry("web1", "disk = \"xvda\"\nread_bps = 1\n") +
                           entry("web1", "read_bps = 3\n")),
              "");
    EXPECT_NE(doubts_about(entry("web1", "disk = \"xvda\"\nread_bps = 1\n") +
                           entry("web*", "disk = \"xvd*\"\nread_bps = 3\n")),
              "");
    // Checksums of one interface, and then of all.
    const std::string one = "[[csum]]\nguest = \"a\"\nvif = 0\nmode = \"verify\"\n";
    const std::string all = "[[csum]]\nguest = \"a\"\nmode = \"complete\"\n";
    EXPECT_EQ(doubts_about(all + one), "");
    EXPECT_NE(doubts_about(one + all), "");
}

TEST(PolicyCheck, UuidsAndNames) {
    const std::string by_uuid =
        "[[irq]]\nuuid = \"6f1c1f6e-9c4b-4f0e-8a43-0123456789ab\"\nquota = 1\n";
    EXPECT_EQ(doubts_about(by_uuid + "[[irq]]\nguest = \"web*\"\nquota = 2\n"), "");
    EXPECT_NE(doubts_about(by_uuid + "[[irq]]\nguest = \"*\"\nquota = 2\n"), "");
    EXPECT_NE(doubts_about(by_uuid + by_uuid), "");
}

TEST(PolicyCheck, AQuotaOfDomain0IsNotThatOfEverybody) {
    const std::string quota = "\"\nquota = 9\n";
    const std::string dom0 = "[[irq]]\nguest = \"Domain-0" + quota;
    for (const char* const others : {"*", "Domain*"})
        EXPECT_EQ(doubts_about(dom0 + "[[irq]]\nguest = \"" + others + quota), "") << others;
    EXPECT_NE(doubts_about(dom0 + dom0), "");
    // Limits are.
    EXPECT_NE(doubts_about(entry("Domain-0", "read_bps = 9\n") + entry("*", "read_bps = 9\n")), "");
}

TEST(PolicyCheck, ABurstOrPeakWithoutItsRate) {
    EXPECT_EQ(
        doubts_about(entry("a", "read_bps_burst = 9\nwrite_iops_peak = 9\n")),
        "a.toml:3:1: read_bps_burst has no effect without read_bps; set read_bps, too\n"
        "a.toml:4:1: write_iops_peak has no effect without write_iops; set write_iops, too\n");
    // Somebody sets it, for some of these guests or for all.
    EXPECT_EQ(doubts_about(entry("*", "read_bps_burst = 9\n") + entry("a", "read_bps = 9\n")), "");
    EXPECT_EQ(doubts_about(entry("*", "read_bps = 9\n") + entry("a", "read_bps_burst = 9\n")), "");
}

TEST(PolicyCheck, ADomidForAName) {
    EXPECT_EQ(doubts_about(entry("5", "read_bps = 9\n")),
              "a.toml:1:1: '5' is compared with names of guests, not with domids; write the "
              "guest's name, or its UUID\n");
}

} // namespace
} // namespace dom0ctl
