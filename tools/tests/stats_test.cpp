// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/golden.h"
#include "tests/tool_test.h"

#include <cstdlib>
#include <filesystem>

namespace dom0ctl {
namespace {

class Stats : public ToolTest {
  protected:
    Stats() {
        ThrottleState noisy = busy(1, 1000);
        noisy.limits.at(1) = Value{4'000'000};
        put_state(host, noisy);
        put_state(host, busy({1, 51712}, 600));
        put_state(host, busy({1, 51728}, 400));
        put_state(host, ThrottleState{2});
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
        vifs.vif(1, 1, "uplink");
        vifs.set("vif1.0", "stat", "rx_packets 5000\nrx_completed 1200\ntx_repaired 34");
        pool.ready();
        pool.domain(1, 7);
    }

    FakeVifs vifs{host};
    FakeIrqPool pool{host};
};

TEST_F(Stats, OfAllGuests) {
    expect_ok(dom0ctl({"stats"}),
              "DOMID  NAME   READ  WRITTEN  REQS  HELD   WAITING  P50  P99     FIXED  CHAN\n"
              "1      noisy  410M  819M     300K  30.0K  3.00K    0    2.10ms  1.23K  15\n"
              "2      quiet  0     0        0     0      0        -    -       -      -\n");
}

TEST_F(Stats, WithDisksAndInterfaces) {
    expect_ok(
        dom0ctl({"stats", "noisy", "--disks", "--vifs"}),
        "DOMID  NAME   WHAT    READ  WRITTEN  REQS  HELD   WAITING  P50  P99     FIXED  CHAN\n"
        "1      noisy  all     410M  819M     300K  30.0K  3.00K    0    2.10ms  1.23K  15\n"
        "1      noisy  xvda    246M  492M     180K  18.0K  1.80K    0    2.10ms  -      -\n"
        "1      noisy  xvdb    164M  328M     120K  12.0K  1.20K    0    2.10ms  -      -\n"
        "1      noisy  vif1.0  -     -        -     -      -        -    -       1.23K  -\n"
        "1      noisy  uplink  -     -        -     -      -        -    -       0      -\n");
}

TEST_F(Stats, AsJson) {
    const Outcome run = dom0ctl({"stats", "1", "--disks", "--json"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    expect_golden("stats-json", json_of(run).dump(2) + "\n");
}

TEST_F(Stats, AsJsonWithoutDisksSaysThatTheyWereNotLookedFor) {
    const nlohmann::json json = json_of(dom0ctl({"stats", "--json"}));
    ASSERT_EQ(json["guests"].size(), 2U);
    EXPECT_TRUE(json["guests"][0]["disks"].is_null());
    EXPECT_TRUE(json["guests"][1]["irq"].is_null());
    EXPECT_TRUE(json["guests"][1]["throttle"]["wait_p50_ns"].is_null());
}

TEST_F(Stats, ForPrometheus) {
    const Outcome run = dom0ctl({"stats", "--prometheus"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    for (const char* const line :
         {"xen_guest_bytes_total{domid=\"1\",name=\"noisy\",direction=\"read\"} 409600000\n",
          "xen_guest_limit_bytes_per_second{domid=\"1\",name=\"noisy\",direction=\"write\"} "
          "4000000\n",
          "xen_vif_completed_packets_total{domid=\"1\",name=\"noisy\",vif=\"vif1.0\",direction="
          "\"receive\"} 1200\n",
          "xen_guest_event_channels{domid=\"1\",name=\"noisy\"} 15\n",
          "xen_event_channels_ceiling 4095\n"})
        EXPECT_NE(run.out.find(line), std::string::npos) << line << run.out;
    EXPECT_EQ(run.out.find("xen_disk_"), std::string::npos);
    EXPECT_NE(dom0ctl({"stats", "--prometheus", "--disks"})
                  .out.find("xen_disk_bytes_total{domid=\"1\",name=\"noisy\",disk=\"xvdb\","
                            "direction=\"write\"} 327680000\n"),
              std::string::npos);
}

TEST_F(Stats, IntoAFile) {
    const std::string path = host.scratch("guests.prom");
    expect_ok(dom0ctl({"stats", "--prometheus", "--output", path}), "");
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(text, dom0ctl({"stats", "--prometheus"}).out);
}

TEST_F(Stats, IntoAFileThatCannotBe) {
    const std::string path = host.scratch("none/guests.prom");
    expect_error(dom0ctl({"stats", "--prometheus", "--output", path}), ExitCode::failed,
                 "cannot write " + path +
                     ": No such file or directory; make its folder first, or choose another file");
    expect_error(dom0ctl({"stats", "--prometheus", "--output", "/dev/null"}), ExitCode::failed,
                 "/dev/null is not a plain file; choose another file");
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"stats", "--prometheus", "--output", "/guests.prom"}),
                 ExitCode::no_permission,
                 "cannot write /guests.prom: Permission denied; run dom0ctl as root, or choose "
                 "another file");
}

TEST_F(Stats, PromtoolTakesIt) {
    if (std::system("command -v promtool >/dev/null") != 0)
        GTEST_SKIP() << "promtool is missing (Debian's package prometheus)";
    const FakeXenstore strange(host.scratch("xs2"), {{1, "a \"b\\c\nd\xff"}, {2, "web*"}});
    dom0ctl.xenstore = strange.path();
    const std::string path = host.scratch("guests.prom");
    expect_ok(dom0ctl({"stats", "--prometheus", "--disks", "--output", path}), "");
    EXPECT_EQ(std::system(("promtool check metrics <" + path + " >&2").c_str()), 0);
    // It would say so if it were not.
    std::ofstream(path, std::ios::app) << "xen_guest_bytes_total{ 1\n";
    EXPECT_NE(std::system(("promtool check metrics <" + path + " 2>/dev/null").c_str()), 0);
}

TEST_F(Stats, OfNobody) {
    expect_error(dom0ctl({"stats", "nosuch"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
    expect_error(dom0ctl({"stats", "noisy", "77"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
    expect_error(dom0ctl({"stats", "0"}), ExitCode::no_guest,
                 "nothing is counted of Domain-0 (domid 0); 'dom0ctl status' tells which modules "
                 "are loaded; it has no disk, network interface or event channel that these look "
                 "after");
}

TEST_F(Stats, OfAPattern) {
    const Outcome run = dom0ctl({"stats", "*is*"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_NE(run.out.find("noisy"), std::string::npos) << run.out;
    EXPECT_EQ(run.out.find("quiet"), std::string::npos) << run.out;
    EXPECT_EQ(dom0ctl({"stats", "x*"}).exit_code, 3);
}

TEST_F(Stats, NeedsAModule) {
    const FakeHost bare;
    bare.xen();
    expect_error(Tool{bare}({"stats"}), ExitCode::not_ready,
                 "no module of dom0-pack that counts is loaded; run 'modprobe xen-blkthrottle', "
                 "and xen-csumfix and xen-irqpool where wanted");
    const FakeHost metal;
    expect_error(Tool{metal}({"top", "-b", "-n", "1"}), ExitCode::not_ready,
                 "this system does not run on Xen; run dom0ctl in the domain that serves the "
                 "guests' disks");
}

TEST_F(Stats, OfAModuleThatDoesNotFit) {
    for (const char* const name : {"xen_csumfix", "xen_irqpool"}) {
        const FakeHost other;
        other.xen();
        other.module(name, "99.0.0");
        const Outcome run = Tool{other}({"stats"});
        EXPECT_EQ(run.exit_code, static_cast<int>(ExitCode::not_ready));
        EXPECT_NE(run.err.find("99.0.0"), std::string::npos) << run.err;
    }
}

TEST_F(Stats, WithoutPermission) {
    std::filesystem::permissions(host.root() + "/" + FakeHost::knob_path(1, "stat"),
                                 std::filesystem::perms::none);
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"stats"}), ExitCode::no_permission,
                 "no permission to read " + host.root() + "/" + FakeHost::knob_path(1, "stat") +
                     "; run dom0ctl as root");
}

TEST_F(Stats, OptionsThatDoNotGoTogether) {
    expect_error(dom0ctl({"stats", "--output", "x"}), ExitCode::usage,
                 "--output requires --prometheus; 'dom0ctl stats --help' shows what there is");
    const Outcome both = dom0ctl({"stats", "--prometheus", "--json"});
    EXPECT_EQ(both.exit_code, 2);
    EXPECT_EQ(both.err, "dom0ctl: --prometheus excludes --json; 'dom0ctl stats --help' shows what "
                        "there is\n");
}

} // namespace
} // namespace dom0ctl
