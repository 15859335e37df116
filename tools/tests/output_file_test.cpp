// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/output_file.h"

#include "tests/fake_host.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

// For as long as it lives, no file can be written beyond so many bytes.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit less{bytes, before_.rlim_max};
        if (::setrlimit(RLIMIT_FSIZE, &less) != 0)
            throw std::runtime_error("setrlimit fails");
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit before_{};
    void (*handler_)(int);
};

class OutputFile : public testing::Test {
  protected:
    OutputFile() { host.folder("out"); }

    std::string path(const std::string& name) const { return host.root() + "/out/" + name; }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path("")), fs::directory_iterator{}));
    }

    FakeHost host;
};

TEST_F(OutputFile, MakesOneAndReplacesIt) {
    ASSERT_TRUE(write_output_file(path("a.prom"), "one\n"));
    EXPECT_EQ(host.read("out/a.prom"), "one");
    const auto before = fs::hard_link_count(path("a.prom"));
    fs::create_hard_link(path("a.prom"), path("reader"));
    ASSERT_TRUE(write_output_file(path("a.prom"), "two\n"));
    EXPECT_EQ(host.read("out/a.prom"), "two");
    EXPECT_EQ(host.read("out/reader"), "one") << "who has it open sees the old one, whole";
    EXPECT_EQ(fs::hard_link_count(path("a.prom")), before);
    EXPECT_EQ(files(), 2U);
    EXPECT_EQ(fs::status(path("a.prom")).permissions(), static_cast<fs::perms>(0644));
}

TEST_F(OutputFile, LeavesEverythingElseAlone) {
    fs::create_directory(path("folder"));
    fs::create_symlink("/dev/null", path("link"));
    for (const std::string& name : {path("folder"), path("link"), std::string("/dev/null")}) {
        const Result<void> done = write_output_file(name, "x");
        ASSERT_FALSE(done);
        EXPECT_EQ(one_line(done.error()), name + " is not a plain file; choose another file");
    }
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_EQ(files(), 2U);
}

TEST_F(OutputFile, SaysWhyNot) {
    const Result<void> nowhere = write_output_file(path("none/a.prom"), "x");
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(one_line(nowhere.error()),
              "cannot write " + path("none/a.prom") +
                  ": No such file or directory; make its folder first, or choose another file");
    const Unprivileged nobody_now;
    const Result<void> denied = write_output_file("/a.prom", "x");
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().code, ExitCode::no_permission);
}

TEST_F(OutputFile, AFullDiskLeavesTheOldOneAndNoDraft) {
    // The largest file that may be written stands for the disk.
    ASSERT_TRUE(write_output_file(path("a.prom"), "old\n"));
    const FileSizeLimit full(1);
    const Result<void> done = write_output_file(path("a.prom"), "much too long\n");
    ASSERT_FALSE(done);
    EXPECT_EQ(host.read("out/a.prom"), "old");
    EXPECT_EQ(files(), 1U);
}

} // namespace
} // namespace dom0ctl
