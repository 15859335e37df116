// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy.h"

#include "tests/fake_host.h"
#include "tests/wanted.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace dom0ctl {
namespace {

class PolicyTest : public testing::Test {
  protected:
    PolicyTest() { std::filesystem::create_directory(folder); }

    std::string write(const std::string& name, const std::string& content) const {
        std::string path = folder + "/" + name;
        std::ofstream(path) << content;
        return path;
    }

    FakeHost host;
    std::string folder = host.scratch("limits.d");
};

TEST_F(PolicyTest, ReadsIntegersUnitsAndMax) {
    const auto policy = load_policy({write("a.toml", "[[limit]]\n"
                                                     "guest = \"web1\"\n"
                                                     "read_bps = \"20M\"\n"
                                                     "write_bps = 4000\n"
                                                     "read_iops = \"max\"\n")});
    ASSERT_TRUE(policy) << policy.error().what;
    ASSERT_EQ(policy->size(), 1U);
    EXPECT_EQ((*policy)[0].guest, "web1");
    EXPECT_EQ((*policy)[0].limits, wanted({{"read_bps", Value{20'000'000}},
                                           {"write_bps", Value{4000}},
                                           {"read_iops", Value::unset()}}));
}

TEST_F(PolicyTest, AFolderIsReadInAlphabeticalOrder) {
    write("20.toml", "[[limit]]\nguest = \"b\"\nread_iops = 2\n");
    write("10.toml",
          "[[limit]]\nguest = \"a\"\nread_iops = 1\n[[limit]]\nguest = \"a2\"\nread_iops "
          "= 1\n");
    write("notes.txt", "this is no TOML");
    write(".hidden.toml", "this is no TOML");
    const auto policy = load_policy({folder});
    ASSERT_TRUE(policy) << policy.error().what;
    ASSERT_EQ(policy->size(), 3U);
    EXPECT_EQ((*policy)[0].guest, "a");
    EXPECT_EQ((*policy)[1].guest, "a2");
    EXPECT_EQ((*policy)[2].guest, "b");
}

TEST_F(PolicyTest, ForEachLimitTheLastMatchDecides) {
    const std::vector<PolicyEntry> policy{
        {"*", {}, wanted({{"read_bps", Value{1}}, {"write_bps", Value{2}}})},
        {"web*", {}, wanted({{"write_bps", Value{3}}})},
        {"db", {}, wanted({{"total_iops", Value{4}}})},
        {"web[1-2]", {}, wanted({{"write_bps", Value::unset()}, {"iops_size", Value{5}}})},
    };
    EXPECT_EQ(
        limits_for(policy, "web1"),
        wanted({{"read_bps", Value{1}}, {"write_bps", Value::unset()}, {"iops_size", Value{5}}}));
    EXPECT_EQ(limits_for(policy, "web3"),
              wanted({{"read_bps", Value{1}}, {"write_bps", Value{3}}}));
    EXPECT_EQ(limits_for(policy, "db"),
              wanted({{"read_bps", Value{1}}, {"write_bps", Value{2}}, {"total_iops", Value{4}}}));
    EXPECT_EQ(limits_for({policy[2]}, "web1"), WantedLimits{});
}

TEST_F(PolicyTest, EntriesForDisksAreForDisksOnly) {
    const std::vector<PolicyEntry> policy{
        {"*", {}, wanted({{"read_bps", Value{1}}})},
        {"*", "xvd*", wanted({{"read_bps", Value{2}}, {"read_iops", Value{3}}})},
        {"web", "51728", wanted({{"read_bps", Value{4}}})},
    };
    EXPECT_EQ(limits_for(policy, "web"), wanted({{"read_bps", Value{1}}}));
    EXPECT_EQ(limits_for(policy, "web", 51712),
              wanted({{"read_bps", Value{2}}, {"read_iops", Value{3}}}));
    EXPECT_EQ(limits_for(policy, "web", 51728),
              wanted({{"read_bps", Value{4}}, {"read_iops", Value{3}}}));
    EXPECT_EQ(limits_for(policy, "db", 51728),
              wanted({{"read_bps", Value{2}}, {"read_iops", Value{3}}}));
    EXPECT_EQ(limits_for(policy, "web", 768), WantedLimits{}); // hda
}

TEST_F(PolicyTest, ReadsEveryKnobAndDisksByNameOrNumber) {
    std::string text = "[[limit]]\nguest = \"a\"\ndisk = \"xvd[ab]\"\n";
    WantedLimits all;
    std::int64_t number = 100;
    for (const Knob& knob : knobs) {
        all.at(*find_knob(knob.name)) = Value{static_cast<std::uint64_t>(number)};
        text += std::string(knob.name) + " = " + std::to_string(number++) + "\n";
    }
    text += "[[limit]]\nguest = \"a\"\ndisk = 51712\nread_bps_burst = \"auto\"\n"
            "iops_size = 0\ntotal_bps_peak = \"max\"\nwrite_bps_burst = \"4Mi\"\n";
    const auto policy = load_policy({write("a.toml", text)});
    ASSERT_TRUE(policy) << policy.error().what;
    ASSERT_EQ(policy->size(), 2U);
    EXPECT_EQ((*policy)[0].disk, "xvd[ab]");
    EXPECT_EQ((*policy)[0].limits, all);
    EXPECT_EQ((*policy)[1].disk, "51712");
    EXPECT_EQ((*policy)[1].limits, wanted({{"read_bps_burst", Value::unset()},
                                           {"iops_size", Value::unset()},
                                           {"total_bps_peak", Value::unset()},
                                           {"write_bps_burst", Value{4'194'304}}}));
}

TEST_F(PolicyTest, AnEmptyFileIsAnEmptyPolicy) {
    const auto policy = load_policy({write("a.toml", "# nothing yet\n")});
    ASSERT_TRUE(policy);
    EXPECT_TRUE(policy->empty());
}

struct Mistake {
    const char* name;
    const char* content;
    const char* message; // after the name of the file
};

class PolicyMistake : public PolicyTest, public testing::WithParamInterface<Mistake> {};

TEST_P(PolicyMistake, IsToldWithItsLine) {
    write("00-good.toml", "[[limit]]\nguest = \"a\"\nread_iops = 1\n");
    const std::string file = write("50-bad.toml", GetParam().content);
    const auto policy = load_policy({folder});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ExitCode::usage);
    EXPECT_EQ(policy.error().what, file + GetParam().message);
    EXPECT_NE(policy.error().hint, "");
}

INSTANTIATE_TEST_SUITE_P(
    All, PolicyMistake,
    testing::Values(
        Mistake{"UnknownKey", "[[limit]]\nguest = \"a\"\nwrite_bs = 5\n",
                ":3: unknown key 'write_bs'"},
        Mistake{"UnknownUnit", "[[limit]]\nguest = \"a\"\n\nwrite_bps = \"5k\"\n",
                ":4: write_bps: unknown unit 'k' in '5k'"},
        Mistake{"Zero", "[[limit]]\nguest = \"a\"\nread_iops = 0\n",
                ":3: read_iops: a limit of 0 would stop the guest for good"},
        Mistake{"Negative", "[[limit]]\nguest = \"a\"\nread_iops = -4\n",
                ":3: read_iops: '-4' is not a limit"},
        Mistake{"Float", "[[limit]]\nguest = \"a\"\nread_iops = 1.5\n",
                ":3: read_iops is neither an integer nor a string"},
        Mistake{"Boolean", "[[limit]]\nguest = \"a\"\nread_iops = true\n",
                ":3: read_iops is neither an integer nor a string"},
        Mistake{"NoGuest", "\n[[limit]]\nread_iops = 4\n", ":2: this limit names no guest"},
        Mistake{"NumberForGuest", "[[limit]]\nguest = 5\nread_iops = 4\n",
                ":2: guest is not a name or pattern in quotes"},
        Mistake{"EmptyGuest", "[[limit]]\nguest = \"\"\nread_iops = 4\n",
                ":2: guest is not a name or pattern in quotes"},
        Mistake{"EmptyDisk", "[[limit]]\nguest = \"a\"\ndisk = \"\"\nread_iops = 4\n",
                ":3: disk is not a name, pattern or number"},
        Mistake{"NegativeDisk", "[[limit]]\nguest = \"a\"\ndisk = -1\nread_iops = 4\n",
                ":3: disk is not a name, pattern or number"},
        Mistake{"DisksInAList", "[[limit]]\nguest = \"a\"\ndisk = [\"xvda\"]\nread_iops = 4\n",
                ":3: disk is not a name, pattern or number"},
        Mistake{"MaxForABurst", "[[limit]]\nguest = \"a\"\nread_iops_burst = \"max\"\n",
                ":3: read_iops_burst: 'max' is not a burst"},
        Mistake{"SizeTooLarge", "[[limit]]\nguest = \"a\"\niops_size = 4294967296\n",
                ":3: iops_size: '4294967296' is too large"},
        Mistake{"NoLimitOfADisk", "[[limit]]\nguest = \"a\"\ndisk = \"xvda\"\n",
                ":1: this entry sets no limit"},
        Mistake{"NoLimit", "[[limit]]\nguest = \"a\"\n", ":1: this entry sets no limit"},
        Mistake{"OneTable", "[limit]\nguest = \"a\"\nread_iops = 4\n", ":1: unexpected 'limit'"},
        Mistake{"OtherTable", "# x\n[guest.web1]\nread_iops = 4\n", ":2: unexpected 'guest'"},
        Mistake{"NoTable", "limit = [ 4 ]\n", ":1: this limit is no table"}),
    [](const auto& info) { return info.param.name; });

TEST_F(PolicyTest, BadTomlIsToldWithItsLine) {
    const std::string file = write("a.toml", "[[limit]]\nguest = web1\n");
    const auto policy = load_policy({file});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ExitCode::usage);
    EXPECT_TRUE(policy.error().what.starts_with(file + ":2: ")) << policy.error().what;
}

TEST_F(PolicyTest, AKeyTwiceIsToldWithItsLine) {
    const std::string file =
        write("a.toml", "[[limit]]\nguest = \"a\"\nread_iops = 1\nread_iops = 2\n");
    const auto policy = load_policy({file});
    ASSERT_FALSE(policy);
    EXPECT_TRUE(policy.error().what.starts_with(file + ":4: ")) << policy.error().what;
}

TEST_F(PolicyTest, AMissingFileIsAFailure) {
    const auto policy = load_policy({folder + "/none.toml"});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ExitCode::failed);
    EXPECT_EQ(policy.error().what,
              "cannot read " + folder + "/none.toml: No such file or directory");
}

TEST_F(PolicyTest, AFileThatMayNotBeRead) {
    const std::string file = write("a.toml", "");
    std::filesystem::permissions(file, std::filesystem::perms::owner_write);
    const Unprivileged nobody_now;
    const auto policy = load_policy({file});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ExitCode::no_permission);
}

} // namespace
} // namespace dom0ctl
