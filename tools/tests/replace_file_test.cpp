// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/replace_file.h"

#include "tests/fake_host.h"
#include "tests/text_files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

class ReplaceFile : public testing::Test {
  protected:
    ReplaceFile() { fs::create_directory(folder); }

    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    FakeHost host;
    std::string folder = host.scratch("d");
    std::string path = folder + "/a.toml";
};

TEST_F(ReplaceFile, NothingChangesBeforeCommit) {
    write_text(path, "old");
    {
        Result<FileReplacement> replacement = FileReplacement::prepare(path, "old", "new");
        ASSERT_TRUE(replacement);
        EXPECT_EQ(read_text(path), "old");
        EXPECT_EQ(count(), 2U);
    }
    EXPECT_EQ(read_text(path), "old");
    EXPECT_EQ(count(), 1U);
}

TEST_F(ReplaceFile, KeepsModeAndOwner) {
    write_text(path, "old");
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown(path.c_str(), nobody, nobody), 0);
    }
    Result<FileReplacement> replacement = FileReplacement::prepare(path, "old", "new");
    ASSERT_TRUE(replacement);
    ASSERT_TRUE(replacement->commit());
    EXPECT_EQ(read_text(path), "new");
    EXPECT_EQ(count(), 1U);
    struct stat file {};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 07777U, 0640U);
    if (::geteuid() == 0) {
        EXPECT_EQ(file.st_uid, nobody);
    }
}

TEST_F(ReplaceFile, ANewFileIsForAllToRead) {
    Result<FileReplacement> replacement = FileReplacement::prepare(path, "", "new");
    ASSERT_TRUE(replacement);
    ASSERT_TRUE(replacement->commit());
    struct stat file {};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 07777U, 0644U);
    EXPECT_EQ(read_text(path), "new");
}

TEST_F(ReplaceFile, ADraftThatWasLeftIsInNobodysWay) {
    const std::string draft =
        fmt::format("{}/.{}.{}", folder, fs::path(path).filename().native(), ::getpid());
    write_text(draft, "of one that was killed");
    Result<FileReplacement> replacement = FileReplacement::prepare(path, "", "new");
    ASSERT_TRUE(replacement) << one_line(replacement.error());
    EXPECT_TRUE(fs::exists(draft));
    ASSERT_TRUE(replacement->commit());
    EXPECT_EQ(read_text(path), "new");
    EXPECT_FALSE(fs::exists(draft));
}

TEST_F(ReplaceFile, WhatSomebodyElseHasWrittenStays) {
    write_text(path, "theirs");
    const Result<FileReplacement> early = FileReplacement::prepare(path, "old", "new");
    ASSERT_FALSE(early);
    EXPECT_EQ(one_line(early.error()), "somebody has just changed " + path + "; run dom0ctl again");
    write_text(path, "old");
    Result<FileReplacement> late = FileReplacement::prepare(path, "old", "new");
    ASSERT_TRUE(late);
    write_text(path, "theirs");
    EXPECT_FALSE(late->commit());
    EXPECT_EQ(read_text(path), "theirs");
}

TEST_F(ReplaceFile, SymbolicLinksAreNotFollowed) {
    write_text(folder + "/real", "old");
    fs::create_symlink("real", path);
    const Result<FileReplacement> replacement = FileReplacement::prepare(path, "old", "new");
    ASSERT_FALSE(replacement);
    EXPECT_EQ(one_line(replacement.error()),
              path + " is a symbolic link, which dom0ctl does not write to; edit by hand what it "
                     "stands for");
    EXPECT_EQ(read_text(folder + "/real"), "old");
}

TEST_F(ReplaceFile, WithoutPermissionOrFolder) {
    write_text(path, "old");
    const Result<FileReplacement> nowhere = FileReplacement::prepare(folder + "/x/a", "", "new");
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, ExitCode::failed);
    const Unprivileged nobody_now;
    const Result<FileReplacement> replacement = FileReplacement::prepare(path, "old", "new");
    ASSERT_FALSE(replacement);
    EXPECT_EQ(replacement.error().code, ExitCode::no_permission);
    EXPECT_EQ(one_line(replacement.error()),
              "no permission to write " + path + "; run dom0ctl as root");
}

} // namespace
} // namespace dom0ctl
