// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_edit.h"

#include "lib/policy_text.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

constexpr const char* own = "/d/90-dom0ctl.toml";

Wish limits(std::string name, std::vector<std::pair<std::string, std::string>> settings,
            std::vector<std::string> parts = {}) {
    Wish wish;
    wish.name = std::move(name);
    wish.parts = std::move(parts);
    for (const auto& [key, value] : settings) {
        const std::size_t index = find_key(Area::limit, key).value();
        wish.settings.emplace_back(index, *read_value(Area::limit, index, value));
    }
    return wish;
}

Policy read(const std::vector<PolicyFile>& files) {
    Policy policy;
    for (const PolicyFile& file : files)
        EXPECT_TRUE(read_policy_text(file.path, file.text, policy).empty()) << file.text;
    return policy;
}

// The text of the only file after the wish.
std::string edited(const std::string& text, const Wish& wish) {
    Policy policy = read({{own, text}});
    const Result<void> done = fulfil(policy, own, wish);
    EXPECT_TRUE(done) << done.error().what;
    EXPECT_EQ(policy.files.size(), 1U);
    return policy.files[0].text;
}

TEST(PolicyEdit, AValueIsReplacedWhereItStands) {
    EXPECT_EQ(edited("# mine\n"
                     "[[limit]] # of web1\n"
                     "guest = 'web1'    # who\n"
                     "  read_bps   =   \"20M\"   # enough\n"
                     "write_bps=5 # \xc3\xa9\n"
                     "\n"
                     "# the end\n",
                     limits("web1", {{"read_bps", "30M"}, {"write_bps", "max"}})),
              "# mine\n"
              "[[limit]] # of web1\n"
              "guest = 'web1'    # who\n"
              "  read_bps   =   \"30M\"   # enough\n"
              "write_bps=\"max\" # \xc3\xa9\n"
              "\n"
              "# the end\n");
}

TEST(PolicyEdit, ANewKeyComesBehindTheLastOne) {
    EXPECT_EQ(edited("[[limit]]\n"
                     "\tguest = \"web1\"\n"
                     "\tread_bps = 20 # so much\n"
                     "\t# and no more\n"
                     "\n"
                     "[[limit]]\nguest = \"other\"\nread_bps = 1\n",
                     limits("web1", {{"write_iops", "500"}, {"read_bps", "20"}})),
              "[[limit]]\n"
              "\tguest = \"web1\"\n"
              "\tread_bps = 20 # so much\n"
              "\twrite_iops = 500\n"
              "\t# and no more\n"
              "\n"
              "[[limit]]\nguest = \"other\"\nread_bps = 1\n");
}

TEST(PolicyEdit, WhatIsThereAlreadyChangesNothing) {
    // The same value written in another way stays as it is written.
    const std::string text = "[[limit]]\nguest = \"web1\"\nread_bps = 20_000_000\n";
    EXPECT_EQ(edited(text, limits("web1", {{"read_bps", "20M"}})), text);
}

TEST(PolicyEdit, ANewEntryForSomebodyNew) {
    EXPECT_EQ(edited("", limits("web1", {{"read_bps", "20M"}})),
              "# Written by dom0ctl --persist, and free to be edited;\n"
              "# dom0ctl-apply(8) describes it under LIMITS FILES.\n"
              "\n"
              "[[limit]]\n"
              "guest = \"web1\"\n"
              "read_bps = \"20M\"\n");
    // Without a last newline, with those of another system.
    EXPECT_EQ(
        edited("[[limit]]\r\nguest = \"a\"\r\nread_bps = 1", limits("b", {{"read_bps", "2"}})),
        "[[limit]]\r\nguest = \"a\"\r\nread_bps = 1\r\n"
        "\r\n[[limit]]\r\nguest = \"b\"\r\nread_bps = 2\r\n");
    EXPECT_EQ(
        edited("[[limit]]\r\nguest = \"a\"\r\nread_bps = 1", limits("a", {{"iops_size", "2"}})),
        "[[limit]]\r\nguest = \"a\"\r\nread_bps = 1\r\niops_size = 2\r\n");
}

TEST(PolicyEdit, APatternIsNobodyInParticular) {
    const std::string all = "[[limit]]\nguest = \"*\"\nread_bps = \"50M\"\n";
    EXPECT_EQ(edited(all, limits("web1", {{"read_bps", "50M"}})),
              all + "\n[[limit]]\nguest = \"web1\"\nread_bps = \"50M\"\n");
    // A name that looks like a pattern, and one that needs escapes in TOML.
    EXPECT_EQ(edited(all, limits("w*[1]", {{"read_bps", "1"}})),
              all + "\n[[limit]]\nguest = \"w\\\\*\\\\[1]\"\nread_bps = 1\n");
    EXPECT_EQ(edited(all, limits("a\"b\x7f", {{"read_bps", "1"}})),
              all + "\n[[limit]]\nguest = \"a\\\"b\\u007f\"\nread_bps = 1\n");
}

TEST(PolicyEdit, DisksHaveTheirOwnEntries) {
    const std::string text = "[[limit]]\nguest = \"web1\"\nread_bps = 1\n"
                             "[[limit]]\nguest = \"web1\"\ndisk = 51712\nread_bps = 2\n";
    EXPECT_EQ(edited(text, limits("web1", {{"read_bps", "3"}}, {"xvda", "51712"})),
              "[[limit]]\nguest = \"web1\"\nread_bps = 1\n"
              "[[limit]]\nguest = \"web1\"\ndisk = 51712\nread_bps = 3\n");
    EXPECT_EQ(edited(text, limits("web1", {{"read_bps", "3"}}, {"xvdb", "51728"})),
              text + "\n[[limit]]\nguest = \"web1\"\ndisk = \"xvdb\"\nread_bps = 3\n");
    // Each disk, whatever there will be: behind what is said of one.
    EXPECT_EQ(edited(text, limits("web1", {{"read_bps", "max"}}, {"*"})),
              text + "\n[[limit]]\nguest = \"web1\"\ndisk = \"*\"\nread_bps = \"max\"\n");
    const std::string both =
        "[[limit]]\nguest = \"web1\"\ndisk = \"*\"\nread_bps = \"max\"\n" + text;
    EXPECT_EQ(edited(both, limits("web1", {{"read_bps", "5"}}, {"*"})),
              both + "\n[[limit]]\nguest = \"web1\"\ndisk = \"*\"\nread_bps = 5\n");
}

TEST(PolicyEdit, GuestsByTheirUuid) {
    Wish wish = limits("web1", {{"read_bps", "3"}});
    wish.uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";
    wish.by_uuid = true;
    const std::string text =
        "[[limit]]\nuuid = \"6F1C1F6E-9C4B-4F0E-8A43-0123456789AB\"\nread_bps = 1\n";
    EXPECT_EQ(edited(text, wish),
              "[[limit]]\nuuid = \"6F1C1F6E-9C4B-4F0E-8A43-0123456789AB\"\nread_bps = 3\n");
    // An entry by name that comes later would decide.
    const std::string later = text + "[[limit]]\nguest = \"web*\"\nread_bps = 2\n";
    EXPECT_EQ(edited(later, wish),
              later + "\n[[limit]]\nuuid = \"" + wish.uuid + "\"\nread_bps = 3\n");
}

TEST(PolicyEdit, ItComesBehindWhatWouldDecide) {
    Policy policy = read({{"/d/10.toml", "[[limit]]\nguest = \"web1\"\nread_bps = 1\n"},
                          {"/d/95.toml", "[[limit]]\nguest = \"*\"\nread_bps = 2\n"},
                          {"/d/99.toml", "[[limit]]\nguest = \"db*\"\nread_bps = 2\n"}});
    ASSERT_TRUE(fulfil(policy, own, limits("web1", {{"read_bps", "3"}})));
    ASSERT_EQ(policy.files.size(), 3U);
    EXPECT_EQ(policy.files[0].text, "[[limit]]\nguest = \"web1\"\nread_bps = 1\n");
    EXPECT_EQ(policy.files[1].text, "[[limit]]\nguest = \"*\"\nread_bps = 2\n"
                                    "\n[[limit]]\nguest = \"web1\"\nread_bps = 3\n");
    // What is named nowhere else can stay where the guest is.
    ASSERT_TRUE(fulfil(policy, own, limits("web2", {{"write_bps", "3"}})));
    EXPECT_EQ(policy.files.size(), 3U);
}

TEST(PolicyEdit, OwnFileIsPutInItsPlace) {
    Policy policy = read({{"/d/10.toml", "[[limit]]\nguest = \"*\"\nread_bps = 1\n"},
                          {"/d/99.toml", "[[limit]]\nguest = \"db*\"\nread_bps = 2\n"}});
    ASSERT_TRUE(fulfil(policy, own, limits("web1", {{"read_bps", "3"}})));
    ASSERT_EQ(policy.files.size(), 3U);
    EXPECT_EQ(policy.files[1].path, own);
    EXPECT_EQ(policy.entries[1].guest, "web1");
}

TEST(PolicyEdit, InlineEntries) {
    const std::string text = "limit = [ { guest = \"a\", read_bps = 1 }, # one\n]\n";
    EXPECT_EQ(edited(text, limits("a", {{"read_bps", "2"}})),
              "limit = [ { guest = \"a\", read_bps = 2 }, # one\n]\n");
    Policy policy = read({{own, text}});
    const Result<void> done = fulfil(policy, own, limits("a", {{"write_bps", "2"}}));
    ASSERT_FALSE(done);
    EXPECT_EQ(one_line(done.error()), std::string(own) + " is written in a way that dom0ctl cannot "
                                                         "add to; edit it by hand");
}

// Everything that is checked before a file is written.
TEST(PolicyEdit, WhatDiffersBySomethingElseIsFound) {
    const std::string before = "[[limit]]\nguest = \"a\"\nread_bps = 1\n";
    const Wish wish = limits("a", {{"read_bps", "2"}});
    const std::string right = "[[limit]]\nguest = \"a\"\nread_bps = 2\n";
    EXPECT_TRUE(differs_only_by(before, right, 0, wish));
    EXPECT_FALSE(differs_only_by(before, before, 0, wish));
    EXPECT_FALSE(differs_only_by(before, right + "write_bps = 1\n", 0, wish));
    EXPECT_FALSE(differs_only_by(before, "[[limit]]\nguest = \"b\"\nread_bps = 2\n", 0, wish));
    EXPECT_FALSE(differs_only_by(before, "[[limit]]\nguest = \"a\"\nread_bps = 2x\n", 0, wish));
    EXPECT_FALSE(differs_only_by(before, "", 0, wish));
    EXPECT_FALSE(differs_only_by(before, right, 1, wish));
    EXPECT_TRUE(differs_only_by(before, before + right, 1, wish));
    EXPECT_FALSE(differs_only_by(before, right + right, 1, wish));
}

} // namespace
} // namespace dom0ctl
