// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <filesystem>
#include <fstream>

namespace dom0ctl {
namespace {

class LimitApply : public ToolTest {
  protected:
    LimitApply() { std::filesystem::create_directory(folder); }

    void write(const std::string& name, const std::string& content) const {
        std::ofstream(folder + "/" + name) << content;
    }

    std::string folder = host.scratch("limits.d");
};

TEST_F(LimitApply, BringsMatchingGuestsToTheirLimits) {
    write("10-all.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\n");
    write("20-noisy.toml", "[[limit]]\nguest = \"noi*\"\nread_bps = \"1M\"\nwrite_iops = 50\n");
    expect_ok(dom0ctl({"limit", "apply", folder}), "noisy (domid 1): read_bps 1M, was max\n"
                                                   "noisy (domid 1): write_iops 50, was max\n"
                                                   "quiet (domid 2): read_bps 10M, was max\n");
    EXPECT_EQ(host.limits(1), "read_bps=1000000 write_iops=50");
    EXPECT_EQ(host.limits(2), "read_bps=10000000");
}

TEST_F(LimitApply, BringsMatchingDisksToTheirLimits) {
    host.governed_disk(1, 51728);
    write("a.toml", "[[limit]]\nguest = \"*\"\ntotal_iops = 100\ntotal_iops_burst = 500\n"
                    "[[limit]]\nguest = \"noisy\"\ndisk = \"xvd*\"\nread_bps = \"1M\"\n"
                    "[[limit]]\nguest = \"noisy\"\ndisk = \"xvdb\"\nread_bps = \"2M\"\n"
                    "[[limit]]\nguest = \"*\"\ndisk = \"hda\"\nread_bps = 5\n");
    expect_ok(dom0ctl({"limit", "apply", folder}),
              "noisy (domid 1): total_iops 100, was max\n"
              "noisy (domid 1): total_iops_burst 500, was auto\n"
              "noisy (domid 1) xvda: read_bps 1M, was max\n"
              "noisy (domid 1) xvdb: read_bps 2M, was max\n"
              "quiet (domid 2): total_iops 100, was max\n"
              "quiet (domid 2): total_iops_burst 500, was auto\n");
    EXPECT_EQ(host.limits({1, 51712}), "read_bps=1000000");
    EXPECT_EQ(host.limits({1, 51728}), "read_bps=2000000");
    EXPECT_EQ(host.limits({2, 51712}), "");
    expect_ok(dom0ctl({"limit", "apply", folder}), "");
}

TEST_F(LimitApply, TheSecondTimeNothingChanges) {
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = \"1M\"\n");
    EXPECT_EQ(dom0ctl({"limit", "apply", folder + "/a.toml"}).exit_code, 0);
    expect_ok(dom0ctl({"limit", "apply", folder + "/a.toml"}), "");
    expect_ok(dom0ctl({"limit", "apply", folder + "/a.toml", "--json"}), "{\"changes\":[]}\n");
}

TEST_F(LimitApply, AMistakeInOneFileAppliesNothing) {
    write("10.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\n");
    write("20.toml", "[[limit]]\nguest = \"*\"\n\nreadbps = \"10M\"\n");
    expect_error(dom0ctl({"limit", "apply", folder}), ExitCode::usage,
                 folder +
                     "/20.toml:4: unknown key 'readbps'; the keys of a limit are guest, "
                     "disk, {read,write,total}_{bps,iops}, each also with _burst or _peak, and "
                     "iops_size");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitApply, AWriteThatFailsPutsAllBack) {
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = 5\n");
    host.protect(1, "write_iops"); // so that nobody may write read_bps of 1
    host.protect(2, "read_bps");   // and not that of 2
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"limit", "apply", folder}), ExitCode::no_permission,
                 "no permission to write " + host.root() +
                     "/class/xen-blkthrottle/dom2/read_bps; the limits already changed were put "
                     "back; run dom0ctl as root");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitApply, NeedsXenstore) {
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = 5\n");
    dom0ctl.xenstore = host.scratch("nothing");
    expect_error(dom0ctl({"limit", "apply", folder}), ExitCode::not_ready,
                 "cannot tell the guests' names: xenstore cannot be reached: No such file or "
                 "directory; start xenstored (service xen)");
}

TEST_F(LimitApply, AMissingPath) {
    expect_error(dom0ctl({"limit", "apply", folder + "/none"}), ExitCode::failed,
                 "cannot read " + folder +
                     "/none: No such file or directory; give a limits file, or a folder of *.toml "
                     "files");
}

TEST_F(LimitApply, AnEmptyFolderIsNoError) {
    const FakeHost plain;
    expect_ok(Tool{plain}({"limit", "apply", folder}), "");
}

} // namespace
} // namespace dom0ctl
