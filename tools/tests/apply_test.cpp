// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/text_files.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class Apply : public ToolTest {
  protected:
    void write(const std::string& name, const std::string& text) const {
        write_text(folder + "/" + name, text);
    }

    std::string folder = host.scratch("limits.d"); // where it looks by itself
    FakeVifs vifs{host};
    FakeIrqPool pool{host};
};

TEST_F(Apply, BringsMatchingGuestsToTheirLimits) {
    write("10-all.toml", "[[limit]]\nguest = \"?*\"\nread_bps = \"10M\"\n");
    write("20-noisy.toml", "[[limit]]\nguest = \"noi*\"\nread_bps = \"1M\"\nwrite_iops = 50\n");
    expect_ok(dom0ctl({"apply"}), "noisy (domid 1): read_bps 1M, was max\n"
                                  "noisy (domid 1): write_iops 50, was max\n"
                                  "quiet (domid 2): read_bps 10M, was max\n");
    EXPECT_EQ(host.limits(1), "read_bps=1000000 write_iops=50");
    EXPECT_EQ(host.limits(2), "read_bps=10000000");
}

// After an upgrade the older module stays loaded until the next boot.
TEST_F(Apply, AnOlderModuleDoesWhatItHas) {
    for (const char* const knob : {"total_bps", "read_bps_burst"}) {
        std::filesystem::remove(host.root() + "/module/xen_blkthrottle/parameters/default_" + knob);
        for (const Domid domid : {1, 2})
            std::filesystem::remove(host.root() + "/" + host.knob_path(domid, knob));
    }
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 5\n");
    expect_ok(dom0ctl({"apply", folder}), "noisy (domid 1): read_bps 5, was max\n");
    // What it lacks is said, and is all that is left out.
    write("b.toml", "[[limit]]\nguest = \"quiet\"\ntotal_bps = 6\nwrite_bps = 7\n"
                    "[[limit]]\nguest = \"*\"\ntotal_bps = 8\nread_iops = 9\n");
    const Outcome run = dom0ctl({"apply", folder});
    EXPECT_EQ(run.exit_code, static_cast<int>(ExitCode::not_ready));
    EXPECT_NE(run.err.find("older than this dom0ctl: it has no total_bps"), std::string::npos)
        << run.err;
    EXPECT_EQ(host.knob(1, "read_bps"), "5");
    EXPECT_EQ(host.knob(1, "read_iops"), "9");
    EXPECT_EQ(host.knob(2, "write_bps"), "7");
    EXPECT_EQ(host.read("module/xen_blkthrottle/parameters/default_read_iops"), "9");
    host.set_knob(1, "read_bps", "max");
    expect_ok(dom0ctl({"apply", "--device", "vbd-1-51712", folder}),
              "noisy (domid 1): read_bps 5, was max\n");
}

TEST_F(Apply, BringsMatchingDisksToTheirLimits) {
    host.governed_disk(1, 51728);
    write("a.toml", "[[limit]]\nguest = \"[nq]*\"\ntotal_iops = 100\ntotal_iops_burst = 500\n"
                    "[[limit]]\nguest = \"noisy\"\ndisk = \"xvd*\"\nread_bps = \"1M\"\n"
                    "[[limit]]\nguest = \"noisy\"\ndisk = \"xvdb\"\nread_bps = \"2M\"\n"
                    "[[limit]]\nguest = \"*\"\ndisk = \"hda\"\nread_bps = 5\n");
    expect_ok(dom0ctl({"apply", folder}), "noisy (domid 1): total_iops 100, was max\n"
                                          "noisy (domid 1): total_iops_burst 500, was auto\n"
                                          "noisy (domid 1) xvda: read_bps 1M, was max\n"
                                          "noisy (domid 1) xvdb: read_bps 2M, was max\n"
                                          "quiet (domid 2): total_iops 100, was max\n"
                                          "quiet (domid 2): total_iops_burst 500, was auto\n");
    EXPECT_EQ(host.limits({1, 51712}), "read_bps=1000000");
    EXPECT_EQ(host.limits({1, 51728}), "read_bps=2000000");
    EXPECT_EQ(host.limits({2, 51712}), "");
    expect_ok(dom0ctl({"apply", folder}), "");
}

TEST_F(Apply, ChecksumsAndQuotasToo) {
    vifs.ready();
    vifs.vif(1, 0, "vif1.0");
    vifs.vif(1, 1, "web-eth1");
    vifs.vif(2, 0, "vif2.0");
    pool.ready();
    pool.domain(0, 0);
    pool.domain(1, 0);
    pool.domain(2, 0);
    write("a.toml", "[[csum]]\nguest = \"noisy\"\nmode = \"complete\"\n"
                    "[[csum]]\nguest = \"noisy\"\nvif = 1\nmode = \"verify\"\nbad = \"drop\"\n"
                    "[[irq]]\nguest = \"[A-Za-z]*\"\nquota = 64\n"
                    "[[irq]]\nguest = \"quiet\"\nquota = \"max\"\n");
    expect_ok(dom0ctl({"apply"}), "noisy (domid 1) vif1.0: mode complete, was off\n"
                                  "noisy (domid 1) web-eth1: bad drop, was count\n"
                                  "noisy (domid 1) web-eth1: mode verify, was off\n"
                                  "noisy (domid 1): quota 64, was default\n"
                                  "quiet (domid 2): quota max, was default\n");
    EXPECT_EQ(pool.get(0, "quota"), "default"); // Domain-0 is named by nobody
    expect_ok(dom0ctl({"apply"}), "");
    write("b.toml", "[[irq]]\nguest = \"Domain-0\"\nquota = 999\n");
    expect_ok(dom0ctl({"apply"}), "Domain-0 (domid 0): quota 999, was default\n");
}

TEST_F(Apply, WhatIsForEverybodyIsTheDefaultToo) {
    pool.ready();
    vifs.ready();
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\nwrite_bps = \"max\"\n"
                    "[[limit]]\nguest = \"*\"\ndisk = \"*\"\nread_bps = \"1M\"\n"
                    "[[irq]]\nguest = \"*\"\nquota = 64\n"
                    "[[csum]]\nguest = \"*\"\nmode = \"complete\"\n"
                    "[[csum]]\nguest = \"*\"\nvif = 1\nmode = \"off\"\n");
    expect_ok(
        dom0ctl({"apply", "--json"}),
        "{\"changes\":[{\"limit\":\"read_bps\",\"now\":10000000,\"was\":\"max\"},"
        "{\"setting\":\"mode\",\"now\":\"complete\",\"was\":\"off\"},"
        "{\"setting\":\"default_quota\",\"now\":64,\"was\":512},"
        "{\"domid\":1,\"name\":\"noisy\",\"limit\":\"read_bps\",\"now\":10000000,\"was\":\"max\"},"
        "{\"domid\":1,\"name\":\"noisy\",\"disk\":\"xvda\",\"devid\":51712,\"limit\":\"read_bps\","
        "\"now\":1000000,\"was\":\"max\"},"
        "{\"domid\":2,\"name\":\"quiet\",\"limit\":\"read_bps\",\"now\":10000000,\"was\":\"max\"},"
        "{\"domid\":2,\"name\":\"quiet\",\"disk\":\"xvda\",\"devid\":51712,\"limit\":\"read_bps\","
        "\"now\":1000000,\"was\":\"max\"}],\"errors\":[]}\n");
    EXPECT_EQ(host.read("module/xen_blkthrottle/parameters/default_read_bps"), "10000000");
    EXPECT_EQ(host.read("module/xen_csumfix/parameters/default_mode"), "complete");
}

TEST_F(Apply, OneGuestOnly) {
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\n");
    expect_ok(dom0ctl({"apply", "--guest", "quiet"}), "quiet (domid 2): read_bps 10M, was max\n");
    expect_ok(dom0ctl({"apply", "--device", "dom1"}), "noisy (domid 1): read_bps 10M, was max\n");
    EXPECT_EQ(host.read("module/xen_blkthrottle/parameters/default_read_bps"), "max");
    expect_error(dom0ctl({"apply", "--guest", "nosuch"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
    expect_error(dom0ctl({"apply", "--guest", "77"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
}

// What udev calls: the guest may be gone by then, and modules are told of at boot.
TEST_F(Apply, TheGuestOfADevice) {
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\n"
                    "[[irq]]\nguest = \"*\"\nquota = 64\n");
    expect_ok(dom0ctl({"apply", "--device", "vif-1-0"}),
              "noisy (domid 1): read_bps 10M, was max\n");
    expect_ok(dom0ctl({"apply", "--device", "vbd-2-51712"}),
              "quiet (domid 2): read_bps 10M, was max\n");
    expect_ok(dom0ctl({"apply", "--device", "dom77"}), "");
    for (const char* const name : {"eth0", "dom", "domx", "vif-", "vif-x-0", "dom99999999999", ""})
        expect_error(dom0ctl({"apply", "--device", name}), ExitCode::usage,
                     "'" + std::string(name) +
                         "' is no device of a guest's; give its name in sysfs, such as dom5 or "
                         "vif-5-0");
}

TEST_F(Apply, AGuestThatIsBeingMigratedIn) {
    xenstore.name(1, "noisy--incoming");
    xenstore.name(2, "quiet--migratedaway");
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 1\n"
                    "[[limit]]\nguest = \"quiet\"\nread_bps = 2\n");
    expect_ok(dom0ctl({"apply"}), "noisy--incoming (domid 1): read_bps 1, was max\n"
                                  "quiet--migratedaway (domid 2): read_bps 2, was max\n");
}

TEST_F(Apply, TheSecondTimeNothingChanges) {
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = \"1M\"\n");
    EXPECT_EQ(dom0ctl({"apply", folder + "/a.toml"}).exit_code, 0);
    expect_ok(dom0ctl({"apply", folder + "/a.toml"}), "");
    expect_ok(dom0ctl({"apply", folder + "/a.toml", "--json"}), "{\"changes\":[],\"errors\":[]}\n");
}

TEST_F(Apply, AMistakeInOneFileAppliesNothing) {
    write("10.toml", "[[limit]]\nguest = \"*\"\nread_bps = \"10M\"\n");
    write("20.toml", "[[limit]]\nguest = \"*\"\n\nreadbps = \"10M\"\n");
    expect_error(
        dom0ctl({"apply", folder}), ExitCode::usage,
        folder + "/20.toml:4:1: unknown key 'readbps'; nothing was applied, all settings stay as "
                 "they are; the keys of [[limit]] are guest, uuid, disk, "
                 "{read,write,total}_{bps,iops}, each also with _burst or _peak, and iops_size");
    EXPECT_EQ(host.limits(1), "");
    EXPECT_EQ(host.read("module/xen_blkthrottle/parameters/default_read_bps"), "max");
}

// All or nothing of one guest; the others do not depend on it.
TEST_F(Apply, AWriteThatFailsPutsTheGuestBack) {
    write("a.toml", "[[limit]]\nguest = \"?*\"\nread_bps = 5\nwrite_bps = 6\n");
    host.protect(1, "read_iops"); // so that nobody may write read_bps and write_bps of 1
    host.protect(2, "write_bps"); // and not write_bps of 2
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"apply", folder});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_EQ(run.out, "noisy (domid 1): read_bps 5, was max\n"
                       "noisy (domid 1): write_bps 6, was max\n");
    EXPECT_EQ(run.err, "dom0ctl: quiet (domid 2): no permission to write " + host.root() +
                           "/class/xen-blkthrottle/dom2/write_bps; the settings already changed "
                           "were put back; run dom0ctl as root\n");
    EXPECT_EQ(host.limits(2), "");
    const nlohmann::json json = json_of(dom0ctl({"apply", folder, "--json"}));
    EXPECT_EQ(json["changes"].size(), 0U);
    EXPECT_EQ(json["errors"][0]["exit_code"], 4);
}

TEST_F(Apply, AcrossWhatIsOfDifferentModules) {
    pool.ready();
    pool.domain(1, 0);
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 5\n"
                    "[[irq]]\nguest = \"noisy\"\nquota = 64\n");
    host.protect(1, "write_iops");
    pool.protect(1, "quota");
    dom0ctl.as_nobody = true;
    const Outcome run = dom0ctl({"apply"});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_NE(run.err.find("quota; the settings already changed were put back"), std::string::npos)
        << run.err;
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(Apply, WhatIsMissingIsToldAndTheRestIsApplied) {
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 5\n"
                    "[[irq]]\nguest = \"noisy\"\nquota = 64\n");
    const Outcome run = dom0ctl({"apply"});
    EXPECT_EQ(run.exit_code, 5);
    EXPECT_EQ(run.out, "noisy (domid 1): read_bps 5, was max\n");
    EXPECT_EQ(run.err,
              "dom0ctl: the module xen-irqpool is not loaded; run 'modprobe xen-irqpool'\n");
}

// At boot: the kernel loads xen-blkback with the first disk that a guest gets.
TEST_F(Apply, BeforeXenBlkbackIsLoadedThereAreTheDefaults) {
    for (const char* gone : {"/class/xen-blkthrottle/dom1", "/class/xen-blkthrottle/dom2",
                             "/module/xen_backend_hooks/holders/xen_blkback"})
        std::filesystem::remove_all(host.root() + gone);
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = 5\n"
                    "[[limit]]\nguest = \"noisy\"\nread_bps = 4\n");
    expect_error(dom0ctl({"apply"}), ExitCode::not_ready,
                 "the running xen-blkback is not the patched one, so no disk can be limited; "
                 "install the patched xen-blkback and, with no guest running, run 'modprobe -r "
                 "xen-blkback; modprobe xen-blkback'");
    std::filesystem::remove_all(host.root() + "/module/xen_blkback");
    expect_ok(dom0ctl({"apply"}), "default: read_bps 5, was max\n");
}

TEST_F(Apply, WithoutXenstoreThereAreStillTheDefaults) {
    write("a.toml", "[[limit]]\nguest = \"*\"\nread_bps = 5\n");
    dom0ctl.xenstore = host.scratch("nothing");
    const Outcome run = dom0ctl({"apply"});
    EXPECT_EQ(run.exit_code, 5);
    EXPECT_EQ(run.out, "default: read_bps 5, was max\n");
    EXPECT_EQ(run.err,
              "dom0ctl: cannot tell the guests' names: xenstore cannot be reached: No such "
              "file or directory; start xenstored (service xen)\n");
    expect_error(dom0ctl({"apply", "--device", "dom1"}), ExitCode::not_ready,
                 "cannot tell the guests' names: xenstore cannot be reached: No such file or "
                 "directory; start xenstored (service xen)");
}

TEST_F(Apply, AMissingPath) {
    expect_error(dom0ctl({"apply", folder + "/none"}), ExitCode::failed,
                 "cannot read " + folder +
                     "/none: No such file or directory; nothing was applied, all settings stay as "
                     "they are; give a limits file, or a folder of *.toml files");
}

TEST_F(Apply, NoSettingsAreNoError) {
    const FakeHost plain;
    expect_ok(Tool{plain}({"apply"}), "");
    std::filesystem::create_directory(folder);
    expect_ok(Tool{plain}({"apply", folder}), "");
}

TEST_F(Apply, WhoIsNobodyIsAnErrorWithoutSettings) {
    EXPECT_EQ(dom0ctl({"apply", "--guest", "nosuch"}).exit_code,
              static_cast<int>(ExitCode::no_guest));
    expect_ok(dom0ctl({"apply", "--guest", "noisy"}), "");
    EXPECT_EQ(dom0ctl({"apply", "--device", "eth0"}).exit_code, static_cast<int>(ExitCode::usage));
    expect_ok(dom0ctl({"apply", "--device", "dom77"}), "");
}

TEST_F(Apply, WithoutRootNobodyGetsTheLock) {
    write("a.toml", "[[limit]]\nguest = \"noisy\"\nread_bps = 5\n");
    EXPECT_EQ(dom0ctl({"apply"}).exit_code, 0);
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"apply"}), ExitCode::no_permission,
                 "no permission to open " + host.scratch("run/dom0ctl.lock") +
                     "; run dom0ctl as root");
}

} // namespace
} // namespace dom0ctl
