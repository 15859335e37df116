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
    EXPECT_EQ(host.limits(1), "write_bps=4000000 read_iops=200");
    EXPECT_EQ(host.limits(2), "");
}

TEST_F(LimitSet, EveryOptionAndSettingTurnsItsOwnKnob) {
    std::vector<std::string> options{"limit", "set", "1"};
    std::vector<std::string> settings{"limit", "set", "2"};
    std::string expected;
    int value = 1;
    for (const Knob& knob : knobs) {
        const std::string text = std::to_string(value++);
        options.push_back(option_name(knob) + "=" + text);
        settings.push_back(std::string(knob.name) + "=" + text);
        expected += (expected.empty() ? "" : " ") + settings.back();
    }
    EXPECT_EQ(dom0ctl(options).exit_code, 0);
    EXPECT_EQ(dom0ctl(settings).exit_code, 0);
    EXPECT_EQ(host.limits(1), expected);
    EXPECT_EQ(host.limits(2), expected);
    EXPECT_EQ(host.limits({1, 51712}), "");
}

TEST_F(LimitSet, SettingsWithUnits) {
    expect_ok(dom0ctl({"limit", "set", "noisy", "total_bps=20M", "write_iops_burst=500",
                       "read_bps_peak=40MiB", "iops_size=64Ki", "--read-bps", "10M"}),
              "noisy (domid 1): read_bps 10M, was max\n"
              "noisy (domid 1): total_bps 20M, was max\n"
              "noisy (domid 1): write_iops_burst 500, was auto\n"
              "noisy (domid 1): read_bps_peak 40Mi, was max\n"
              "noisy (domid 1): iops_size 64Ki, was 0\n");
    EXPECT_EQ(host.limits(1), "read_bps=10000000 total_bps=20000000 write_iops_burst=500 "
                              "read_bps_peak=41943040 iops_size=65536");
    expect_ok(dom0ctl({"limit", "set", "noisy", "write_iops_burst=auto", "read_bps_peak=max",
                       "iops_size=0"}),
              "noisy (domid 1): write_iops_burst auto, was 500\n"
              "noisy (domid 1): read_bps_peak max, was 40Mi\n"
              "noisy (domid 1): iops_size 0, was 64Ki\n");
    EXPECT_EQ(host.limits(1), "read_bps=10000000 total_bps=20000000");
}

TEST_F(LimitSet, ByPatternAndByUuid) {
    expect_ok(dom0ctl({"limit", "set", "*i*", "write_bps=4M"}),
              "noisy (domid 1): write_bps 4M, was max\n"
              "quiet (domid 2): write_bps 4M, was max\n");
    expect_ok(dom0ctl({"limit", "set", "[nx]*", "write_bps=max"}),
              "noisy (domid 1): write_bps max, was 4M\n");
    EXPECT_EQ(host.limits(2), "write_bps=4000000");
    expect_ok(dom0ctl({"limit", "set", noisy_uuid, "read_iops=5iops"}),
              "noisy (domid 1): read_iops 5, was max\n");
    expect_ok(dom0ctl({"limit", "clear", "*"}), "noisy (domid 1): read_iops max, was 5\n"
                                                "quiet (domid 2): write_bps max, was 4M\n");
}

TEST_F(LimitSet, APatternWithADiskMeansThoseThatHaveIt) {
    host.governed_disk(2, 51728);
    expect_ok(dom0ctl({"limit", "set", "*", "--disk", "xvdb", "total_bps=4M"}),
              "quiet (domid 2) xvdb: total_bps 4M, was max\n");
    expect_error(dom0ctl({"limit", "set", "*", "--disk", "xvdz", "total_bps=4M"}),
                 ExitCode::no_guest,
                 "no guest that matches '*' has a disk 'xvdz' that can be limited; 'dom0ctl limit "
                 "list' shows the guests that have one");
}

TEST_F(LimitSet, APatternIsAllOrNothing) {
    host.protect(2, "write_bps");
    dom0ctl.as_nobody = true;
    host.protect(1, "");
    const Outcome run = dom0ctl({"limit", "set", "*", "read_bps=1M", "write_bps=4M"});
    EXPECT_EQ(run.exit_code, static_cast<int>(ExitCode::no_permission)) << run.err;
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.limits(2), "");
}

TEST_F(LimitSet, APatternThatMatchesNobody) {
    for (const char* const command : {"set", "clear"}) {
        std::vector<std::string> arguments{"limit", command, "web*"};
        if (arguments[1] == "set")
            arguments.emplace_back("write_bps=4M");
        expect_error(dom0ctl(arguments), ExitCode::no_guest,
                     "no running guest matches 'web*'; 'xl list' shows those that run");
    }
    expect_error(dom0ctl({"limit", "get", "*"}), ExitCode::usage,
                 "'*' is a pattern, where one guest is meant; name the guest; write name:* for one "
                 "that is called so");
}

TEST_F(LimitSet, ListOfSomeGuests) {
    const std::string head = "DOMID  NAME   DISK  WAITING  LIMITS\n";
    expect_ok(dom0ctl({"limit", "list", "q*"}), head + "2      quiet  all   0        none\n");
    expect_ok(dom0ctl({"limit", "list", "quiet", "*", "1"}),
              head + "1      noisy  all   0        none\n2      quiet  all   0        none\n");
    expect_error(dom0ctl({"limit", "list", "quiet", "web*"}), ExitCode::no_guest,
                 "no running guest matches 'web*'; 'xl list' shows those that run");
}

TEST_F(LimitSet, ADiskOnly) {
    host.governed_disk(1, 51728);
    for (const char* const disk : {"xvdb", "51728"}) {
        host.set_knob({1, 51728}, "total_bps", "max");
        expect_ok(dom0ctl({"limit", "set", "noisy", "--disk", disk, "total_bps=4M"}),
                  "noisy (domid 1) xvdb: total_bps 4M, was max\n");
        EXPECT_EQ(host.limits({1, 51728}), "total_bps=4000000");
    }
    expect_ok(dom0ctl({"limit", "set", "noisy", "read_iops_burst=5", "--disk=xvdb"}),
              "noisy (domid 1) xvdb: read_iops_burst 5, was auto\n");
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.limits({1, 51712}), "");
    EXPECT_EQ(host.limits({2, 51712}), "");
}

TEST_F(LimitSet, ADiskAsJson) {
    const Outcome run =
        dom0ctl({"limit", "set", "noisy", "--disk", "xvda", "total_iops_burst=9", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(json_of(run), nlohmann::json::parse(R"({"changes": [{"domid": 1, "name": "noisy",
        "disk": "xvda", "devid": 51712, "limit": "total_iops_burst", "now": 9, "was": "auto"}]})"));
}

TEST_F(LimitSet, ADiskThatIsNotThere) {
    expect_error(dom0ctl({"limit", "set", "noisy", "--disk", "xvdc", "total_bps=4M"}),
                 ExitCode::no_guest,
                 "noisy (domid 1) has no disk 'xvdc' that can be limited; it has xvda");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitSet, AMistakeAmongGoodSettingsChangesNothing) {
    const auto refuse = [this](const std::string& setting, const std::string& line) {
        expect_error(dom0ctl({"limit", "set", "noisy", "read_bps=5", setting}), ExitCode::usage,
                     line);
        EXPECT_EQ(host.limits(1), "");
    };
    constexpr const char* names = "; the limits are {read,write,total}_{bps,iops}, each also with "
                                  "_burst or _peak, and iops_size";
    refuse("total_bsp=5", std::string("there is no limit 'total_bsp'") + names);
    refuse("total-bps=5", std::string("there is no limit 'total-bps'") + names);
    refuse("=5", std::string("there is no limit ''") + names);
    refuse("20M", std::string("there is no limit '20M'") + names);
    refuse("total_bps", "total_bps: '' is not a limit; give a number of bytes per second, such as "
                        "20M, or max for no limit");
    refuse("read_bps=7", "read_bps is given twice; give each limit once");
    refuse("--read-bps=7", "read_bps is given twice; give each limit once");
    refuse("read_iops_burst=max", "read_iops_burst: 'max' is not a burst; give a number of I/Os, "
                                  "such as 100, or auto for what flows in within 1/64 second");
    refuse("iops_size=4Gi", "iops_size: '4Gi' is too large; the largest size is 4294967295 bytes; "
                            "0 stands for one I/O a request, however large");
    refuse("total_iops_peak=0", "total_iops_peak: a limit of 0 would stop the guest for good; use "
                                "'xl pause' to stop it, or give a limit of at least 1");
}

TEST_F(LimitSet, WhatTheKernelRefusesIsNamedAndTheRestIsPutBack) {
    const Scope disk{1, 51712};
    const std::string path = host.refuse(host.knob_path(disk, "write_iops_burst"));
    expect_error(
        dom0ctl({"limit", "set", "1", "--disk", "xvda", "read_bps=5", "total_iops=6",
                 "write_iops_burst=4000000"}),
        ExitCode::failed,
        "xen-blkthrottle refuses to have 4000000 in " + path +
            ": Invalid argument; the limits already changed were put back; choose a value "
            "nearer to what the disk can do, or auto for what flows in within 1/64 second");
    EXPECT_EQ(host.knob(disk, "read_bps"), "max");
    EXPECT_EQ(host.knob(disk, "total_iops"), "max");
}

TEST_F(LimitSet, AnOlderModule) {
    for (const char* const knob : {"total_bps", "read_bps_burst"}) {
        std::filesystem::remove(host.root() + "/module/xen_blkthrottle/parameters/default_" + knob);
        std::filesystem::remove(host.root() + "/" + host.knob_path(1, knob));
    }
    expect_error(
        dom0ctl({"limit", "set", "noisy", "read_bps=5", "total_bps=6"}), ExitCode::not_ready,
        "the loaded xen-blkthrottle is older than this dom0ctl: it has no total_bps; "
        "install the module and dom0ctl of one version, and run 'modprobe -r xen-blkthrottle; "
        "modprobe xen-blkthrottle', which takes all its settings away");
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
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
                 "--write-iops: unknown unit 'k' in '20k'; the units are K and M (powers of 1000), "
                 "iops or /s may follow");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitSet, ZeroIsRefused) {
    expect_error(dom0ctl({"limit", "set", "noisy", "--read-bps", "0"}), ExitCode::usage,
                 "--read-bps: a limit of 0 would stop the guest for good; use 'xl pause' to stop "
                 "it, or give a limit of at least 1");
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(LimitSet, NoLimitGiven) {
    expect_error(dom0ctl({"limit", "set", "noisy"}), ExitCode::usage,
                 "no limit given; give at least one, such as write_bps=20M or read_iops=500");
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
    EXPECT_EQ(host.limits(1), "");
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
