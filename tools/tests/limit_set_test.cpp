// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class LimitSet : public ToolTest {};

TEST_F(LimitSet, ByNameWithUnits) {
    expect_ok(dom0ctl({"limit", "set", "noisy", "--write-bps", "4M", "--read-iops", "200"}),
              "noisy (domid 1): write_bps 4M, was max\n"
              "noisy (domid 1): read_iops 200, was max\n");
    EXPECT_EQ(host.all_knobs(1), "max 4000000 200 max");
    EXPECT_EQ(host.all_knobs(2), "max max max max");
}

TEST_F(LimitSet, EveryOptionTurnsItsOwnKnob) {
    const Outcome run = dom0ctl(
        {"limit", "set", "2", "--read-bps=1", "--write-bps=2", "--read-iops=3", "--write-iops=4"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(host.all_knobs(2), "1 2 3 4");
}

TEST_F(LimitSet, MaxTakesALimitAway) {
    host.set_knob(1, "read_bps", "1048576");
    expect_ok(dom0ctl({"limit", "set", "1", "--read-bps", "max"}),
              "noisy (domid 1): read_bps max, was 1Mi\n");
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(LimitSet, NumbersWorkWithoutXenstore) {
    dom0ctl.xenstore = host.scratch("nothing");
    expect_ok(dom0ctl({"limit", "set", "1", "--read-bps", "5"}), "domid 1: read_bps 5, was max\n");
    expect_error(dom0ctl({"limit", "set", "noisy", "--read-bps", "6"}), ExitCode::not_ready,
                 "cannot look up guest 'noisy': xenstore cannot be reached: No such file or "
                 "directory; start xenstored (service xen), or give the domid");
    EXPECT_EQ(host.knob(1, "read_bps"), "5");
}

TEST_F(LimitSet, AsJson) {
    const Outcome run = dom0ctl({"limit", "set", "noisy", "--write-bps", "4M", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(json_of(run), nlohmann::json::parse(R"({"changes": [{"domid": 1, "name": "noisy",
        "limit": "write_bps", "now": 4000000, "was": "max"}]})"));
}

TEST_F(LimitSet, AWrongValueAmongGoodOnesChangesNothing) {
    expect_error(dom0ctl({"limit", "set", "noisy", "--read-bps", "1M", "--write-iops", "20k"}),
                 ExitCode::usage,
                 "--write-iops: unknown unit 'k' in '20k'; the units are K and M (powers of 1000)");
    EXPECT_EQ(host.all_knobs(1), "max max max max");
}

TEST_F(LimitSet, ZeroIsRefused) {
    expect_error(dom0ctl({"limit", "set", "noisy", "--read-bps", "0"}), ExitCode::usage,
                 "--read-bps: a limit of 0 would stop the guest for good; use 'xl pause' to stop "
                 "it, or give a limit of at least 1");
    EXPECT_EQ(host.all_knobs(1), "max max max max");
}

TEST_F(LimitSet, NoLimitGiven) {
    expect_error(dom0ctl({"limit", "set", "noisy"}), ExitCode::usage,
                 "no limit given; give at least one of --read-bps, --write-bps, --read-iops, "
                 "--write-iops");
}

TEST_F(LimitSet, UnknownGuest) {
    expect_error(dom0ctl({"limit", "set", "nosuch", "--read-bps", "1"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
    expect_error(dom0ctl({"limit", "set", "77", "--read-bps", "1"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
    expect_error(dom0ctl({"limit", "set", "0", "--read-bps", "1"}), ExitCode::no_guest,
                 "Domain-0 (domid 0) has no disk on the xen-blkback of this domain; only disks "
                 "that xen-blkback serves can be limited ('xl block-list' shows them)");
}

TEST_F(LimitSet, WithoutRoot) {
    host.protect(1, "read_bps");
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"limit", "set", "1", "--read-bps", "1"}), ExitCode::no_permission,
                 "no permission to write " + host.root() +
                     "/class/xen-blkthrottle/dom1/read_bps; run dom0ctl as root");
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(LimitSet, AllOrNothing) {
    host.protect(1, "read_iops");
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"limit", "set", "1", "--read-bps", "1M", "--write-bps", "2M",
                          "--read-iops", "3", "--write-iops", "4"}),
                 ExitCode::no_permission,
                 "no permission to write " + host.root() +
                     "/class/xen-blkthrottle/dom1/read_iops; the limits already changed were put "
                     "back; run dom0ctl as root");
    EXPECT_EQ(host.all_knobs(1), "max max max max");
}

TEST_F(LimitSet, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/class/xen-blkthrottle");
    expect_error(dom0ctl({"limit", "set", "noisy", "--read-bps", "1"}), ExitCode::not_ready,
                 "the module xen-blkthrottle is not loaded; run 'modprobe xen-blkthrottle'");
}

TEST_F(LimitSet, WithoutXen) {
    const FakeHost plain;
    expect_error(Tool{plain}({"limit", "set", "noisy", "--read-bps", "1"}), ExitCode::not_ready,
                 "this system does not run on Xen; run dom0ctl in the domain that serves the "
                 "guests' disks");
}

TEST_F(LimitSet, WithTheStockBlkback) {
    const FakeHost stock;
    stock.ready();
    stock.vbd(1, 51712);
    std::filesystem::remove(stock.root() + "/module/xen_backend_hooks/holders/xen_blkback");
    expect_error(Tool{stock, xenstore.path()}({"limit", "set", "noisy", "--read-bps", "1"}),
                 ExitCode::not_ready,
                 "the running xen-blkback is not the patched one, so no disk can be limited; "
                 "install the patched xen-blkback and, with no guest running, run 'modprobe -r "
                 "xen-blkback; modprobe xen-blkback'");
}

} // namespace
} // namespace dom0ctl
