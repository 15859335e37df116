// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <sys/utsname.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class Status : public ToolTest {
  protected:
    static std::string kernel() {
        utsname name{};
        ::uname(&name);
        return static_cast<const char*>(name.release);
    }
};

TEST_F(Status, EverythingInPlace) {
    host.set_knob(1, "write_bps", "4000000");
    host.vbd(3, 51712);
    host.module("xen_csumfix", DOM0PACK_VERSION);
    expect_ok(dom0ctl({"status"}), "xen                4.17.5\n"
                                   "kernel             " +
                                       kernel() +
                                       "\n"
                                       "dom0ctl            version " DOM0PACK_VERSION "\n"
                                       "xen-backend-hooks  loaded, version " DOM0PACK_VERSION "\n"
                                       "xen-blkthrottle    loaded, version " DOM0PACK_VERSION "\n"
                                       "xen-csumfix        loaded, version " DOM0PACK_VERSION "\n"
                                       "xen-blkback        loaded, the patched one\n"
                                       "vbds               3, of which 2 governed\n"
                                       "domains            2 governed, of which 1 limited\n"
                                       "waiting            0\n");
}

TEST_F(Status, AsJson) {
    host.set_knob(1, "write_bps", "4000000");
    const Outcome run = dom0ctl({"status", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    nlohmann::json expected = nlohmann::json::parse(R"({"xen": "4.17.5",
        "modules": {
            "xen-backend-hooks": {"state": "loaded", "version": ")" DOM0PACK_VERSION
                                                    R"(", "fit": "same"},
            "xen-blkthrottle": {"state": "loaded", "version": ")" DOM0PACK_VERSION
                                                    R"(", "fit": "same"},
            "xen-blkback": {"state": "loaded", "version": null, "patched": true}},
        "vbds": {"total": 2, "governed": 2}, "domains": {"governed": 2, "limited": 1},
        "limited_disks": [], "waiting": 0, "todo": []})");
    expected["kernel"] = kernel();
    expected["dom0ctl"] = DOM0PACK_VERSION;
    EXPECT_EQ(json_of(run), expected);
}

std::string tail(const Outcome& run, std::string_view from) {
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.err, "");
    const std::size_t at = run.out.find(from);
    return at == std::string::npos ? run.out : run.out.substr(at);
}

TEST_F(Status, ShowsTheLimitsOfDisks) {
    host.set_knob({1, 51712}, "total_bps", "20000000");
    host.set_knob({1, 51712}, "total_bps_burst", "4194304");
    host.set_knob({1, 51712}, "iops_size", "4096");
    host.set_knob({2, 51712}, "read_iops", "5");
    EXPECT_EQ(tail(dom0ctl({"status"}), "domains"),
              "domains            2 governed, of which 0 limited\n"
              "limited disk       noisy (domid 1) xvda: total_bps=20M total_bps_burst=4Mi\n"
              "                   iops_size=4Ki\n"
              "limited disk       quiet (domid 2) xvda: read_iops=5\n"
              "waiting            0\n");
    const nlohmann::json disks = json_of(dom0ctl({"status", "--json"}))["limited_disks"];
    ASSERT_EQ(disks.size(), 2U);
    EXPECT_EQ(disks[0]["disk"], "xvda");
    EXPECT_EQ(disks[0]["total_bps_burst"], 4'194'304);
    EXPECT_EQ(disks[1]["domid"], 2);
    EXPECT_EQ(disks[1]["total_bps_burst"], "auto");
}

TEST_F(Status, WithAnOlderThrottle) {
    for (const Domid domid : {1U, 2U})
        std::filesystem::remove_all(host.root() + "/" + host.knob_path({domid, 51712}, ""));
    std::filesystem::remove(host.root() + "/" + host.knob_path(1, "total_bps"));
    std::filesystem::remove(host.root() + "/module/xen_blkthrottle/parameters/default_total_bps");
    const Outcome run = dom0ctl({"status"});
    EXPECT_EQ(tail(run, "domains"),
              "domains            2 governed\n"
              "waiting            0\n"
              "to do              the loaded xen-blkthrottle is older than this dom0ctl: it has no "
              "total_bps; install the module and dom0ctl of one version, and run 'modprobe -r "
              "xen-blkthrottle; modprobe xen-blkthrottle', which takes all its settings away\n");
    EXPECT_TRUE(json_of(dom0ctl({"status", "--json"}))["domains"]["limited"].is_null());
}

TEST_F(Status, ModulesOfOtherVersions) {
    host.module("xen_backend_hooks", "0.0.9");
    host.module("xen_blkthrottle", "0.999.0");
    host.module("xen_csumfix", "9.0.0");
    host.module("xen_irqpool", "5\x1b[31m");
    EXPECT_EQ(tail(dom0ctl({"status"}), "to do"),
              "to do              xen-backend-hooks 0.0.9 is older than dom0ctl " DOM0PACK_VERSION
              "; install both of one version\n"
              "to do              xen-blkthrottle 0.999.0 is newer than dom0ctl " DOM0PACK_VERSION
              "; install both of one version\n"
              "to do              xen-csumfix 9.0.0 and dom0ctl " DOM0PACK_VERSION
              " are of different major versions; install both of one version\n"
              "to do              xen-irqpool 5?[31m has a version that dom0ctl " DOM0PACK_VERSION
              " does not know; install both of one version\n");
    const nlohmann::json modules = json_of(dom0ctl({"status", "--json"}))["modules"];
    EXPECT_EQ(modules["xen-backend-hooks"]["fit"], "older");
    EXPECT_EQ(modules["xen-blkthrottle"]["fit"], "newer");
    EXPECT_EQ(modules["xen-csumfix"]["fit"], "none");
    EXPECT_EQ(modules["xen-irqpool"]["fit"], "unknown");
}

TEST_F(Status, WithoutXen) {
    const FakeHost plain;
    const Outcome run = Tool{plain}({"status"});
    EXPECT_TRUE(run.out.starts_with("xen                not Xen\n")) << run.out;
    EXPECT_EQ(tail(run, "to do"),
              "to do              run dom0ctl in a Xen dom0: this system does not run on Xen\n");
    EXPECT_TRUE(json_of(Tool{plain}({"status", "--json"}))["xen"].is_null());
}

TEST_F(Status, WithoutAnyModule) {
    const FakeHost plain;
    plain.xen();
    EXPECT_EQ(tail(Tool{plain}({"status"}), "xen-backend-hooks"),
              "xen-backend-hooks  not loaded\n"
              "xen-blkthrottle    not loaded\n"
              "xen-blkback        not loaded; it comes with the first disk\n"
              "vbds               0, of which 0 governed\n"
              "domains            0 governed, of which 0 limited\n"
              "waiting            0\n"
              "to do              run 'modprobe xen-blkthrottle'\n");
}

TEST_F(Status, WithTheStockBlkback) {
    const FakeHost stock;
    stock.xen();
    stock.stock_blkback();
    stock.vbd(1, 51712);
    EXPECT_EQ(tail(Tool{stock}({"status"}), "xen-blkback "),
              "xen-blkback        loaded, not the patched one\n"
              "vbds               1, of which 0 governed\n"
              "domains            0 governed, of which 0 limited\n"
              "waiting            0\n"
              "to do              install the patched xen-blkback and, with no guest running, run "
              "'modprobe -r xen-blkback; modprobe xen-blkback'\n"
              "to do              run 'modprobe xen-blkthrottle'\n");
    EXPECT_EQ(json_of(Tool{stock}({"status", "--json"}))["modules"]["xen-blkback"]["patched"],
              false);
}

TEST_F(Status, ABuiltInBlkbackIsPatchedIfItsVbdsAreGoverned) {
    std::filesystem::remove_all(host.root() + "/module/xen_blkback");
    host.folder("module/xen_blkback/parameters");
    Outcome run = dom0ctl({"status", "--json"});
    EXPECT_EQ(json_of(run)["modules"]["xen-blkback"]["state"], "builtin");
    EXPECT_EQ(json_of(run)["modules"]["xen-blkback"]["patched"], true);

    const FakeHost idle;
    idle.xen();
    idle.folder("module/xen_blkback/parameters");
    run = Tool{idle}({"status", "--json"});
    EXPECT_TRUE(json_of(run)["modules"]["xen-blkback"]["patched"].is_null());
}

TEST_F(Status, WithoutSysfs) {
    std::filesystem::remove_all(host.root());
    expect_error(dom0ctl({"status"}), ExitCode::failed,
                 host.root() + "/module is not there; mount sysfs");
}

} // namespace
} // namespace dom0ctl
