// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/text_files.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

constexpr const char* preface = "# Written by dom0ctl --persist, and free to be edited;\n"
                                "# dom0ctl-apply(8) describes it under LIMITS FILES.\n";

class LimitPersist : public ToolTest {
  protected:
    std::string write(const std::string& name, const std::string& text) const {
        return write_text(folder + "/" + name, text);
    }
    // The guest has gone and comes again: what it gets then.
    std::string again(Domid domid) const {
        host.governed(domid);
        EXPECT_EQ(dom0ctl({"apply"}).exit_code, 0);
        return host.limits(domid);
    }

    std::string folder = host.scratch("limits.d");
    std::string own = folder + "/90-dom0ctl.toml";
};

TEST_F(LimitPersist, AFileOfItsOwn) {
    expect_ok(dom0ctl({"limit", "set", "noisy", "write_bps=20M", "read_iops=500", "--persist"}),
              "noisy (domid 1): write_bps 20M, was max\n"
              "noisy (domid 1): read_iops 500, was max\n"
              "kept in " +
                  own + "\n");
    EXPECT_EQ(read_text(own), std::string(preface) + "\n[[limit]]\nguest = \"noisy\"\n"
                                                     "write_bps = \"20M\"\nread_iops = 500\n");
    EXPECT_EQ(again(1), "write_bps=20000000 read_iops=500");
    expect_ok(dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist", "--json"}),
              "{\"changes\":[{\"domid\":1,\"name\":\"noisy\",\"limit\":\"write_bps\","
              "\"now\":20000000,\"was\":20000000}],\"kept_in\":[]}\n");
    expect_ok(dom0ctl({"limit", "set", "noisy", "--disk", "xvda", "read_bps=1M", "--persist"}),
              "noisy (domid 1) xvda: read_bps 1M, was max\n"
              "kept in " +
                  own + "\n");
    again(1);
    EXPECT_EQ(host.limits({1, 51712}), "read_bps=1000000");
}

TEST_F(LimitPersist, TheFileOfTheGuest) {
    const std::string file = write("10-noisy.toml", "[[limit]] # of noisy\n"
                                                    "guest = \"noisy\"\n"
                                                    "write_bps = \"10M\" # enough\n");
    expect_ok(dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist"}),
              "noisy (domid 1): write_bps 20M, was max\nkept in " + file + "\n");
    EXPECT_EQ(read_text(file), "[[limit]] # of noisy\n"
                               "guest = \"noisy\"\n"
                               "write_bps = \"20M\" # enough\n");
    EXPECT_FALSE(fs::exists(own));
}

TEST_F(LimitPersist, ByUuid) {
    const std::string uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";
    const FakeXenstore store(host.scratch("xs2"), {{1, "noisy"}}, {{1, uuid}});
    dom0ctl.xenstore = store.path();
    EXPECT_EQ(dom0ctl({"limit", "set", "uuid:" + uuid, "write_bps=20M", "--persist"}).exit_code, 0);
    EXPECT_EQ(read_text(own),
              std::string(preface) + "\n[[limit]]\nuuid = \"" + uuid + "\"\nwrite_bps = \"20M\"\n");
    EXPECT_EQ(again(1), "write_bps=20000000");
}

TEST_F(LimitPersist, ClearLastsWhateverPatternsSay) {
    const std::string file =
        write("10.toml", "# all\n[[limit]]\nguest = \"*\"\nread_bps = 5\n"
                         "write_iops_burst = 9\nwrite_iops = 3\n"
                         "[[limit]]\nguest = \"*\"\ndisk = \"xvd*\"\nread_bps = 4\n");
    EXPECT_EQ(again(1), "read_bps=5 write_iops=3 write_iops_burst=9");
    const Outcome run = dom0ctl({"limit", "clear", "noisy", "--persist"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(read_text(own),
              std::string(preface) +
                  "\n[[limit]]\nguest = \"noisy\"\nread_bps = \"max\"\nwrite_iops = \"max\"\n"
                  "write_iops_burst = \"auto\"\n"
                  "\n[[limit]]\nguest = \"noisy\"\ndisk = \"*\"\nread_bps = \"max\"\n");
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(again(1), "");
    EXPECT_EQ(host.limits({1, 51712}), "");
    EXPECT_EQ(again(2), "read_bps=5 write_iops=3 write_iops_burst=9");
    // Of one disk: its guest keeps its own.
    EXPECT_EQ(dom0ctl({"limit", "clear", "quiet", "--disk", "xvda", "--persist"}).exit_code, 0);
    EXPECT_EQ(again(2), "read_bps=5 write_iops=3 write_iops_burst=9");
    EXPECT_EQ(host.limits({2, 51712}), "");
}

TEST_F(LimitPersist, WithAMistakeInAFileNothingChanges) {
    const std::string file = write("10.toml", "[[limit]]\nguest = noisy\n");
    const Outcome run = dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_TRUE(run.err.starts_with("dom0ctl: " + file + ":2:10: ")) << run.err;
    EXPECT_EQ(host.limits(1), "");
    EXPECT_FALSE(fs::exists(own));
}

TEST_F(LimitPersist, WhereNoFileCanBeWrittenNothingChanges) {
    write("10.toml", "");
    fs::create_symlink("/nonexistent/x", own + ".real");
    fs::rename(own + ".real", own);
    // It cannot be read either, which is what is told first.
    EXPECT_EQ(dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist"}).exit_code, 1);
    EXPECT_EQ(host.limits(1), "");
    fs::remove(own);
    fs::create_symlink("10.toml", own);
    expect_error(dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist"}), ExitCode::failed,
                 own + " is a symbolic link, which dom0ctl does not write to; edit by hand what it "
                       "stands for");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitPersist, ALimitThatIsRefusedIsNotKept) {
    const std::string path = host.refuse(FakeHost::knob_path(1, "write_bps"));
    const Outcome run = dom0ctl({"limit", "set", "noisy", "write_bps=20M", "--persist"});
    EXPECT_NE(run.exit_code, 0);
    EXPECT_FALSE(fs::exists(own));
    EXPECT_EQ(fs::exists(folder) ? std::distance(fs::directory_iterator(folder), {}) : 0, 0);
}

TEST_F(LimitPersist, ForAllAtOnceTheFilesAreToBeEdited) {
    expect_error(dom0ctl({"limit", "clear", "--all", "--persist"}), ExitCode::usage,
                 "--all excludes --persist; 'dom0ctl limit clear --help' shows what there is");
}

TEST_F(LimitPersist, AnUnprintableName) {
    xenstore.name(1, "no\xffisy");
    expect_error(dom0ctl({"limit", "set", "1", "write_bps=20M", "--persist"}), ExitCode::usage,
                 "no?isy (domid 1) has no name that could be in a file; write "
                 "uuid:6f1c1f6e-9c4b-4f0e-8a43-0123456789ab for it");
}

} // namespace
} // namespace dom0ctl
