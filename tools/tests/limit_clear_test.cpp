// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <chrono>
#include <filesystem>

namespace dom0ctl {
namespace {

class LimitClear : public ToolTest {
  protected:
    LimitClear() {
        host.set_knob(1, "write_bps", "4000000");
        host.set_knob(1, "write_bps_burst", "9");
        host.set_knob(1, "iops_size", "4096");
        host.set_knob(disk, "total_bps_peak", "5000");
        host.set_knob(2, "read_iops", "200");
    }

    const Scope disk{1, 51712};
    const std::string before = "write_bps=4000000 write_bps_burst=9 iops_size=4096";
};

TEST_F(LimitClear, OneGuest) {
    expect_ok(dom0ctl({"limit", "clear", "noisy"}),
              "noisy (domid 1): write_bps max, was 4M\n"
              "noisy (domid 1): write_bps_burst auto, was 9\n"
              "noisy (domid 1): iops_size 0, was 4Ki\n"
              "noisy (domid 1) xvda: total_bps_peak max, was 5K\n");
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.limits(disk), "");
    EXPECT_EQ(host.limits(2), "read_iops=200");
    expect_ok(dom0ctl({"limit", "clear", "noisy"}), "");
}

TEST_F(LimitClear, OneDisk) {
    host.governed_disk(1, 51728);
    host.set_knob({1, 51728}, "read_bps", "7");
    expect_ok(dom0ctl({"limit", "clear", "noisy", "--disk", "xvda"}),
              "noisy (domid 1) xvda: total_bps_peak max, was 5K\n");
    EXPECT_EQ(host.limits(disk), "");
    EXPECT_EQ(host.limits({1, 51728}), "read_bps=7");
    EXPECT_EQ(host.limits(1), before);
}

TEST_F(LimitClear, AsJson) {
    expect_ok(dom0ctl({"limit", "clear", "quiet", "--json"}),
              "{\"changes\":[{\"domid\":2,\"name\":\"quiet\",\"limit\":\"read_iops\","
              "\"now\":\"max\",\"was\":200}]}\n");
}

TEST_F(LimitClear, EveryGuest) {
    EXPECT_EQ(dom0ctl({"limit", "clear", "--all"}).exit_code, 0);
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.limits(disk), "");
    EXPECT_EQ(host.limits(2), "");
}

// Of a domain that nobody has configured every limit has to be written, so that
// it no longer follows the defaults.
TEST_F(LimitClear, WritesWhatIsNoLimitAlready) {
    const std::string path = host.root() + "/" + host.knob_path(2, "read_bps");
    const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    std::filesystem::last_write_time(path, old);
    EXPECT_EQ(dom0ctl({"limit", "clear", "quiet"}).exit_code, 0);
    EXPECT_GT(std::filesystem::last_write_time(path), old);
}

TEST_F(LimitClear, AllOrNothing) {
    host.protect(disk, "total_bps_peak");
    host.protect(1, "iops_size");
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"limit", "clear", "1"});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_EQ(host.limits(1), before);
    EXPECT_EQ(host.limits(disk), "total_bps_peak=5000");
}

TEST_F(LimitClear, NeedsAGuestOrAll) {
    expect_error(dom0ctl({"limit", "clear"}), ExitCode::usage,
                 "GUEST or --all is required; 'dom0ctl limit clear --help' shows what there is");
    expect_error(dom0ctl({"limit", "clear", "noisy", "--all"}), ExitCode::usage,
                 "GUEST excludes --all; 'dom0ctl limit clear --help' shows what there is");
    expect_error(dom0ctl({"limit", "clear", "--all", "--disk", "xvda"}), ExitCode::usage,
                 "--disk requires GUEST; 'dom0ctl limit clear --help' shows what there is");
    EXPECT_EQ(host.limits(1), before);
}

} // namespace
} // namespace dom0ctl
