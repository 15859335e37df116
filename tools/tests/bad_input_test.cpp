// SPDX-License-Identifier: GPL-2.0-or-later
//
// What nobody should type, and what no guest should be called: for every option one
// clear line that says what to do, and nothing changed.
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/tool_test.h"

#include <filesystem>
#include <ostream>

namespace dom0ctl {
namespace {

struct Bad {
    std::vector<std::string> arguments;
    ExitCode code;
    const char* line;
};

// What GoogleTest calls a case.
void PrintTo(const Bad& shown, std::ostream* stream) {
    *stream << shown.line;
}

class BadInput : public ToolTest, public testing::WithParamInterface<Bad> {
  protected:
    BadInput() {
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
        pool.ready();
        for (const Domid domid : {0U, 1U, 2U})
            pool.domain(domid, 0);
    }

    FakeVifs vifs{host};
    FakeIrqPool pool{host};
};

TEST_P(BadInput, IsOneLineAndChangesNothing) {
    expect_error(dom0ctl(GetParam().arguments), GetParam().code, GetParam().line);
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.limits(2), "");
    EXPECT_EQ(vifs.settings("vif1.0"), "off netback pass count");
    EXPECT_EQ(pool.get(1, "quota"), "default");
    EXPECT_EQ(pool.get({}, "default_quota"), "512");
}

constexpr ExitCode usage = ExitCode::usage;
constexpr ExitCode no_guest = ExitCode::no_guest;

INSTANTIATE_TEST_SUITE_P(
    Guests, BadInput,
    testing::Values(
        Bad{{"limit", "set", "nosuch", "read_bps=5"},
            no_guest,
            "no running guest is called 'nosuch'; 'xl list' shows those that run"},
        Bad{{"limit", "set", "", "read_bps=5"},
            usage,
            "the name of the guest is empty; give a name, a UUID or a domid"},
        Bad{{"limit", "set", "99", "read_bps=5"},
            no_guest,
            "no domain with the domid 99 is running; 'xl list' shows those that run; write "
            "name:99 for a guest that is called 99"},
        Bad{{"limit", "set", "99999999999999999999", "read_bps=5"},
            usage,
            "no domain can have the domid 99999999999999999999; write "
            "name:99999999999999999999 if that is the guest's name"},
        Bad{{"limit", "set", "uuid:5", "read_bps=5"},
            usage,
            "'5' is no UUID; one looks like 6f1c1f6e-9c4b-4f0e-8a43-0123456789ab ('xl list -v' "
            "shows them)"},
        Bad{{"limit", "set", "a\xff\xfe\x1b]31m\nb", "read_bps=5"},
            no_guest,
            "no running guest is called 'a???]31m?b'; 'xl list' shows those that run"},
        Bad{{"limit", "set", "a[", "read_bps=5"},
            no_guest,
            "no running guest matches 'a['; 'xl list' shows those that run"},
        Bad{{"limit", "get", "*"},
            usage,
            "'*' is a pattern, where one guest is meant; name the guest; write name:* for one "
            "that is called so"},
        Bad{{"csum", "set", "nosuch", "mode=off"},
            no_guest,
            "no running guest and no Xen network interface is called 'nosuch'; 'dom0ctl csum "
            "list' shows the interfaces that can be seen here"},
        Bad{{"irq", "quota", "set", "nosuch", "5"},
            no_guest,
            "no running guest is called 'nosuch'; 'xl list' shows those that run"},
        Bad{{"irq", "quota", "get", "noisy", "1"},
            usage,
            "noisy (domid 1) is given twice; give each guest once"}));

INSTANTIATE_TEST_SUITE_P(
    Limits, BadInput,
    testing::Values(
        Bad{{"limit", "set", "noisy"},
            usage,
            "no limit given; give at least one, such as write_bps=20M or read_iops=500"},
        Bad{{"limit", "set", "noisy", "bps=5"},
            usage,
            "there is no limit 'bps'; the limits are {read,write,total}_{bps,iops}, each also "
            "with _burst or _peak, and iops_size"},
        Bad{{"limit", "set", "noisy", "read_bps=\xff"},
            usage,
            "read_bps: '?' is not a limit; give a number of bytes per second, such as 20M, or max "
            "for no limit"},
        Bad{{"limit", "set", "noisy", "read_bps=-1"},
            usage,
            "read_bps: '-1' is not a limit; give a number of bytes per second, such as 20M, or "
            "max for no limit"},
        Bad{{"limit", "set", "noisy", "--read-bps", "-1"},
            usage,
            "--read-bps: '-1' is not a limit; give a number of bytes per second, such as 20M, or "
            "max for no limit"},
        Bad{{"limit", "set", "noisy", "read_bps=0"},
            usage,
            "read_bps: a limit of 0 would stop the guest for good; use 'xl pause' to stop it, or "
            "give a limit of at least 1"},
        Bad{{"limit", "set", "noisy", "--total-iops=0iops"},
            usage,
            "--total-iops: a limit of 0 would stop the guest for good; use 'xl pause' to stop it, "
            "or give a limit of at least 1"},
        Bad{{"limit", "set", "noisy", "write_bps=9223372036854775808"},
            usage,
            "write_bps: '9223372036854775808' is too large; the largest limit is "
            "9223372036854775807 bytes per second; max stands for no limit"},
        Bad{{"limit", "set", "noisy", "write_bps=99999999999999999999T"},
            usage,
            "write_bps: '99999999999999999999T' is too large; the largest limit is "
            "9223372036854775807 bytes per second; max stands for no limit"},
        Bad{{"limit", "set", "noisy", "iops_size=4Gi"},
            usage,
            "iops_size: '4Gi' is too large; the largest size is 4294967295 bytes; 0 stands for one "
            "I/O a request, however large"},
        Bad{{"limit", "set", "noisy", "read_iops=5", "--read-iops", "5"},
            usage,
            "read_iops is given twice; give each limit once"},
        Bad{{"limit", "set", "noisy", "--read-iops", "5", "--read-iops", "6"},
            usage,
            "--read-iops is given more than once; 'dom0ctl limit set --help' shows what there is"},
        Bad{{"limit", "set", "noisy", "--read-iops"},
            usage,
            "--read-iops has no value; 'dom0ctl limit set --help' shows what there is"},
        Bad{{"limit", "set", "noisy", "--disk=", "read_bps=5"},
            usage,
            "--disk has no value; 'dom0ctl --help' shows what there is"},
        Bad{{"limit", "set", "noisy", "--disk", "xvd*", "read_bps=5"},
            no_guest,
            "noisy (domid 1) has no disk 'xvd*' that can be limited; it has xvda"},
        Bad{{"limit", "set", "noisy", "--disk", "99999999999999999999", "read_bps=5"},
            no_guest,
            "noisy (domid 1) has no disk '99999999999999999999' that can be limited; it has xvda"},
        Bad{{"limit", "clear", "--all", "noisy"},
            usage,
            "GUEST excludes --all; 'dom0ctl limit clear --help' shows what there is"},
        Bad{{"limit", "clear", "--all=no"},
            usage,
            "--all takes no value; 'dom0ctl limit clear --help' shows what there is"},
        Bad{{"status", "--json=no"},
            usage,
            "--json takes no value; 'dom0ctl status --help' shows what there is"}));

INSTANTIATE_TEST_SUITE_P(
    Checksums, BadInput,
    testing::Values(Bad{{"csum", "set", "noisy", "mode=repair"},
                        usage,
                        "mode cannot be 'repair'; it is one of off, complete, nooffload, verify"},
                    Bad{{"csum", "set", "noisy", "mode="},
                        usage,
                        "mode cannot be ''; it is one of off, complete, nooffload, verify"},
                    Bad{{"csum", "set", "noisy", "gso=\x1b[1m"},
                        usage,
                        "gso cannot be '?[1m'; it is one of pass, segment"},
                    Bad{{"csum", "set", "noisy", "hook=netback"},
                        usage,
                        "there is no setting 'hook'; the settings are mode, gso, bad"},
                    Bad{{"csum", "set", "noisy"},
                        usage,
                        "no setting given; give at least one, such as mode=complete"}));

INSTANTIATE_TEST_SUITE_P(
    Channels, BadInput,
    testing::Values(
        Bad{{"irq", "quota", "set", "noisy", "-1"},
            usage,
            "'-1' is not a quota; give a plain number, such as 256, max for no limit, or default "
            "for that of the pool"},
        Bad{{"irq", "quota", "set", "noisy", "4294967294"},
            usage,
            "'4294967294' is too large; the largest quota is 4294967293"},
        Bad{{"irq", "quota", "set", "noisy", "99999999999999999999"},
            usage,
            "'99999999999999999999' is too large; the largest quota is 4294967293"},
        Bad{{"irq", "quota", "set", "noisy", "64K"},
            usage,
            "'64K' is not a quota; give a plain number, such as 256, max for no limit, or default "
            "for that of the pool"},
        Bad{{"irq", "quota", "set", "--default", "default"},
            usage,
            "'default' is not a quota; give a plain number, such as 512, or max for no limit"},
        Bad{{"irq", "quota", "set", "--all", "noisy", "5"},
            usage,
            "--all excludes GUEST; 'dom0ctl irq quota set --help' shows what there is"},
        Bad{{"irq", "pool", "set", "reserve_max=-1"},
            usage,
            "reserve_max: '-1' is not a number; give a plain number, such as 1024"},
        Bad{{"irq", "pool", "set", "reserve_max=99999999999"},
            usage,
            "reserve_max: '99999999999' is too large; the largest number is 4294967293"},
        Bad{{"irq", "top", "--count", "-1"},
            usage,
            "'-1' is not a number of guests; give one such as 10, or 0 for all"},
        Bad{{"irq", "top", "-n", "99999999999999999999"},
            usage,
            "'99999999999999999999' is not a number of guests; give one such as 10, or 0 for all"},
        Bad{{"irq", "top", "-n"},
            usage,
            "--count has no value; 'dom0ctl irq top --help' shows what there is"}));

// Whatever xenstore has: no escape reaches the terminal, and JSON stays JSON.
TEST_F(BadInput, NamesOutOfXenstoreAreHarmless) {
    const FakeXenstore strange(host.scratch("xs2"), {{1, "a\x1b]0;x\x07\x9b"
                                                         "31m"},
                                                     {2, "\xff\xfe\"\\"}});
    dom0ctl.xenstore = strange.path();
    for (const std::vector<std::string>& words : {std::vector<std::string>{"limit", "list"},
                                                  {"limit", "get", "1"},
                                                  {"status"},
                                                  {"csum", "list"},
                                                  {"csum", "get", "1"},
                                                  {"irq", "top"},
                                                  {"irq", "quota", "get"},
                                                  {"limit", "set", "1", "read_bps=5"},
                                                  {"csum", "set", "1", "mode=off"},
                                                  {"irq", "quota", "set", "2", "64"}}) {
        Outcome run = dom0ctl(words);
        EXPECT_EQ(run.exit_code, 0) << run.err;
        for (const char c : {'\x1b', '\x07', '\x9b', '\xff', '\xfe'})
            EXPECT_EQ(run.out.find(c), std::string::npos) << run.out;
        std::vector<std::string> as_json = words;
        as_json.emplace_back("--json");
        run = dom0ctl(as_json);
        EXPECT_EQ(run.exit_code, 0) << run.err;
        json_of(run);
        EXPECT_TRUE(std::all_of(run.out.begin(), run.out.end(), [](char c) {
            return c == '\n' || (c >= ' ' && c <= '~');
        })) << run.out;
    }
}

TEST_F(BadInput, AnErrorAsJsonIsJsonWhateverWasTyped) {
    const Outcome run = dom0ctl({"--json", "limit", "get", "a\xff\x1b\"\\"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_EQ(json_of(run)["exit_code"], 3);
}

TEST_F(BadInput, WithoutPermissionItSaysWhoMay) {
    host.protect(1, "read_bps");
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"limit", "set", "noisy", "read_bps=5"});
    EXPECT_EQ(run.exit_code, static_cast<int>(ExitCode::no_permission));
    EXPECT_NE(run.err.find("; run dom0ctl as root"), std::string::npos) << run.err;
}

TEST_F(BadInput, AModuleOfAnotherMajorVersion) {
    host.module("xen_blkthrottle", "9.0.0");
    const Outcome run = dom0ctl({"limit", "list"});
    EXPECT_EQ(run.exit_code, static_cast<int>(ExitCode::not_ready));
    EXPECT_EQ(run.err, "dom0ctl: xen-blkthrottle 9.0.0 and dom0ctl " DOM0PACK_VERSION
                       " are of different major versions; install the module and dom0ctl of one "
                       "version, and run 'modprobe -r xen-blkthrottle; modprobe xen-blkthrottle', "
                       "which takes all its settings away\n");
    host.module("xen_csumfix", "9.0.0");
    EXPECT_EQ(dom0ctl({"csum", "list"}).exit_code, static_cast<int>(ExitCode::not_ready));
    host.module("xen_irqpool", "9.0.0");
    EXPECT_EQ(dom0ctl({"irq", "status"}).exit_code, static_cast<int>(ExitCode::not_ready));
}

// The numbers are in the man pages, and in other people's scripts.
TEST(ExitCodes, StayWhatTheyAre) {
    EXPECT_EQ(static_cast<int>(ExitCode::ok), 0);
    EXPECT_EQ(static_cast<int>(ExitCode::failed), 1);
    EXPECT_EQ(static_cast<int>(ExitCode::usage), 2);
    EXPECT_EQ(static_cast<int>(ExitCode::no_guest), 3);
    EXPECT_EQ(static_cast<int>(ExitCode::no_permission), 4);
    EXPECT_EQ(static_cast<int>(ExitCode::not_ready), 5);
}

} // namespace
} // namespace dom0ctl
