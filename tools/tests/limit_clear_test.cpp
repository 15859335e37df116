// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

namespace dom0ctl {
namespace {

class LimitClear : public ToolTest {
  protected:
    LimitClear() {
        host.set_knob(1, "write_bps", "4000000");
        host.set_knob(2, "read_iops", "200");
    }
};

TEST_F(LimitClear, OneGuest) {
    expect_ok(dom0ctl({"limit", "clear", "noisy"}), "noisy (domid 1): read_bps max, was max\n"
                                                    "noisy (domid 1): write_bps max, was 4M\n"
                                                    "noisy (domid 1): read_iops max, was max\n"
                                                    "noisy (domid 1): write_iops max, was max\n");
    EXPECT_EQ(host.all_knobs(1), "max max max max");
    EXPECT_EQ(host.all_knobs(2), "max max 200 max");
}

TEST_F(LimitClear, EveryGuest) {
    EXPECT_EQ(dom0ctl({"limit", "clear", "--all"}).exit_code, 0);
    EXPECT_EQ(host.all_knobs(1), "max max max max");
    EXPECT_EQ(host.all_knobs(2), "max max max max");
}

TEST_F(LimitClear, AllOrNothing) {
    host.protect(1, "write_iops");
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"limit", "clear", "1"});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_EQ(host.all_knobs(1), "max 4000000 max max");
}

TEST_F(LimitClear, NeedsAGuestOrAll) {
    expect_error(dom0ctl({"limit", "clear"}), ExitCode::usage,
                 "GUEST or --all is required; 'dom0ctl limit clear --help' shows what there is");
    expect_error(dom0ctl({"limit", "clear", "noisy", "--all"}), ExitCode::usage,
                 "GUEST excludes --all; 'dom0ctl limit clear --help' shows what there is");
    EXPECT_EQ(host.all_knobs(1), "max 4000000 max max");
}

} // namespace
} // namespace dom0ctl
