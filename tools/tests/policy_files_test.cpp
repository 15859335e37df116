// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_files.h"

#include "tests/fake_host.h"
#include "tests/text_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

class PolicyFiles : public testing::Test {
  protected:
    PolicyFiles() { fs::create_directory(folder); }

    std::string write(const std::string& name, const std::string& text) const {
        return write_text(folder + "/" + name, text);
    }
    // The mistakes without a place.
    static std::string first(const PolicyReading& reading) {
        return reading.mistakes.empty() ? "" : one_line(to_error(reading.mistakes.front()));
    }

    FakeHost host;
    std::string folder = host.scratch("limits.d");
};

TEST_F(PolicyFiles, AFolderIsReadInAlphabeticalOrder) {
    write("20.toml", "[[limit]]\nguest = \"b\"\nread_iops = 2\n");
    write("10.toml",
          "[[limit]]\nguest = \"a\"\nread_iops = 1\n[[irq]]\nguest = \"a2\"\nquota = 1\n");
    write("notes.txt", "this is no TOML");
    write("README", "nor is this");
    write(".hidden.toml", "nor is this");
    const PolicyReading reading = read_policy({folder});
    EXPECT_EQ(first(reading), "");
    ASSERT_EQ(reading.policy.entries.size(), 3U);
    EXPECT_EQ(reading.policy.entries[0].guest, "a");
    EXPECT_EQ(reading.policy.entries[1].guest, "a2");
    EXPECT_EQ(reading.policy.entries[2].guest, "b");
    ASSERT_EQ(reading.policy.files.size(), 2U);
    EXPECT_EQ(reading.policy.files[1].path, folder + "/20.toml");
    EXPECT_EQ(reading.policy.entries[2].file, 1U);
}

TEST_F(PolicyFiles, MistakesOfAllFilesAreFound) {
    write("10.toml", "[[limit]]\nguest = \"a\"\n");
    write("20.toml", "what");
    write("30.toml", "[[irq]]\nguest = \"a\"\nquota = 1\n");
    const PolicyReading reading = read_policy({folder});
    ASSERT_EQ(reading.mistakes.size(), 2U);
    EXPECT_EQ(reading.mistakes[0].file, folder + "/10.toml");
    EXPECT_EQ(reading.mistakes[1].file, folder + "/20.toml");
    const Result<Policy> policy = without_mistakes(reading);
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code, ExitCode::usage);
    EXPECT_TRUE(policy.error().what.starts_with(folder + "/10.toml:1:1: this entry sets nothing"));
    EXPECT_TRUE(policy.error().hint.ends_with(
        "; there is one mistake more: 'dom0ctl config check' shows it"))
        << policy.error().hint;
}

TEST_F(PolicyFiles, NoFolderIsNoPolicy) {
    const PolicyReading reading = read_policy_folder(folder + "/none");
    EXPECT_EQ(first(reading), "");
    EXPECT_TRUE(reading.policy.entries.empty());
}

TEST_F(PolicyFiles, WhatCannotBeRead) {
    EXPECT_EQ(
        first(read_policy({folder + "/none"})),
        "cannot read " + folder +
            "/none: No such file or directory; give a limits file, or a folder of *.toml files");
    fs::create_symlink("loop.toml", folder + "/loop.toml");
    EXPECT_EQ(first(read_policy({folder})),
              "cannot read " + folder +
                  "/loop.toml: Too many levels of symbolic links; give a limits "
                  "file, or a folder of *.toml files");
    fs::remove(folder + "/loop.toml");
    fs::create_symlink("gone.toml", folder + "/dangling.toml");
    EXPECT_EQ(first(read_policy({folder})),
              "cannot read " + folder +
                  "/dangling.toml: No such file or directory; give a limits "
                  "file, or a folder of *.toml files");
}

// A pipe would keep the reader waiting for ever.
TEST_F(PolicyFiles, OnlyFilesAreReadInAFolder) {
    ASSERT_EQ(::mkfifo((folder + "/pipe.toml").c_str(), 0600), 0);
    EXPECT_EQ(first(read_policy({folder})),
              folder + "/pipe.toml is no file; take it out of the folder");
    fs::remove(folder + "/pipe.toml");
    fs::create_directory(folder + "/folder.toml");
    EXPECT_EQ(first(read_policy({folder})),
              folder + "/folder.toml is no file; take it out of the folder");
}

TEST_F(PolicyFiles, WhatMayNotBeRead) {
    const std::string file = write("a.toml", "");
    fs::permissions(file, fs::perms::owner_write);
    fs::create_directory(folder + "/closed");
    fs::permissions(folder + "/closed", fs::perms::none);
    const Unprivileged nobody_now;
    const PolicyReading reading = read_policy({folder});
    EXPECT_EQ(first(reading), "cannot read " + file + ": Permission denied; run dom0ctl as root");
    EXPECT_EQ(reading.mistakes.front().error.code, ExitCode::no_permission);
    EXPECT_EQ(first(read_policy_folder(folder + "/closed")),
              "cannot read " + folder + "/closed: Permission denied; run dom0ctl as root");
}

TEST_F(PolicyFiles, ASymbolicLinkToAFileIsRead) {
    write("real", "[[irq]]\nguest = \"a\"\nquota = 1\n");
    fs::create_symlink("real", folder + "/link.toml");
    EXPECT_EQ(read_policy({folder}).policy.entries.size(), 1U);
}

} // namespace
} // namespace dom0ctl
