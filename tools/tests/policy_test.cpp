// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy.h"

#include "lib/policy_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

Policy read(const std::string& text) {
    Policy policy;
    EXPECT_TRUE(read_policy_text("a.toml", text, policy).empty());
    return policy;
}

std::string decided(const Policy& policy, Area area, const Subject& subject) {
    std::string text;
    const std::vector<const PolicySetting*> settings = decide(policy, area, subject);
    for (std::size_t key = 0; key < settings.size(); ++key) {
        if (settings[key] != nullptr)
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", key_name(area, key),
                                value_text(area, key, settings[key]->value));
    }
    return text;
}

TEST(PolicyTest, ForEachSettingTheLastMatchDecides) {
    const Policy policy =
        read("[[limit]]\nguest = \"*\"\nread_bps = 1\nwrite_bps = 2\n"
             "[[limit]]\nguest = \"web*\"\nwrite_bps = 3\n"
             "[[limit]]\nguest = \"db\"\ntotal_iops = 4\n"
             "[[limit]]\nguest = \"web[1-2]\"\nwrite_bps = \"max\"\niops_size = 5\n");
    EXPECT_EQ(decided(policy, Area::limit, {"web1", "", {}}),
              "read_bps=1 write_bps=max iops_size=5");
    EXPECT_EQ(decided(policy, Area::limit, {"web3", "", {}}), "read_bps=1 write_bps=3");
    EXPECT_EQ(decided(policy, Area::limit, {"db", "", {}}), "read_bps=1 write_bps=2 total_iops=4");
    EXPECT_EQ(decided(policy, Area::csum, {"db", "", {}}), "");
}

TEST(PolicyTest, EntriesForDisksAreForDisksOnly) {
    const Policy policy =
        read("[[limit]]\nguest = \"*\"\nread_bps = 1\n"
             "[[limit]]\nguest = \"*\"\ndisk = \"xvd*\"\nread_bps = 2\nread_iops = 3\n"
             "[[limit]]\nguest = \"web\"\ndisk = 51728\nread_bps = 4\n");
    const std::vector<std::string> xvda{"xvda", "51712"};
    const std::vector<std::string> xvdb{"xvdb", "51728"};
    EXPECT_EQ(decided(policy, Area::limit, {"web", "", {}}), "read_bps=1");
    EXPECT_EQ(decided(policy, Area::limit, {"web", "", xvda}), "read_bps=2 read_iops=3");
    EXPECT_EQ(decided(policy, Area::limit, {"web", "", xvdb}), "read_bps=4 read_iops=3");
    EXPECT_EQ(decided(policy, Area::limit, {"db", "", xvdb}), "read_bps=2 read_iops=3");
    EXPECT_EQ(decided(policy, Area::limit, {"web", "", {"hda", "768"}}), "");
}

TEST(PolicyTest, EntriesForAllInterfacesAndForOne) {
    const Policy policy = read("[[csum]]\nguest = \"*\"\nmode = \"complete\"\n"
                               "[[csum]]\nguest = \"web\"\nvif = 1\nmode = \"verify\"\n");
    EXPECT_EQ(decided(policy, Area::csum, {"web", "", {"vif5.0", "0"}}), "mode=complete");
    EXPECT_EQ(decided(policy, Area::csum, {"web", "", {"vif5.1", "1"}}), "mode=verify");
}

TEST(PolicyTest, GuestsByTheirUuid) {
    const std::string uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";
    const Policy policy = read("[[irq]]\nguest = \"*\"\nquota = 1\n"
                               "[[irq]]\nuuid = \"" +
                               uuid + "\"\nquota = 2\n");
    EXPECT_EQ(decided(policy, Area::irq, {"web", uuid, {}}), "quota=2");
    EXPECT_EQ(decided(policy, Area::irq, {"", uuid, {}}), "quota=2");
    EXPECT_EQ(decided(policy, Area::irq, {"web", "", {}}), "quota=1");
    // Nobody knows its name: not even * stands for that.
    EXPECT_EQ(decided(policy, Area::irq, {"", "", {}}), "");
    EXPECT_TRUE(asks_for_uuids(policy));
    EXPECT_TRUE(speaks_of(policy, Area::irq));
    EXPECT_FALSE(speaks_of(policy, Area::limit));
}

TEST(PolicyTest, AGuestThatMovesKeepsItsName) {
    EXPECT_EQ(lasting_name("web1--incoming"), "web1");
    EXPECT_EQ(lasting_name("web1--migratedaway"), "web1");
    EXPECT_EQ(lasting_name("web1"), "web1");
    EXPECT_EQ(lasting_name("--incoming"), "--incoming");
    EXPECT_EQ(lasting_name(""), "");
}

} // namespace
} // namespace dom0ctl
