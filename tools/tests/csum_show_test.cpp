// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_vifs.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class CsumShow : public ToolTest {
  protected:
    CsumShow() {
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
        vifs.vif(2, 0, "vif2.0");
        vifs.set("vif1.0", "mode", "verify netback");
        vifs.set("vif1.0", "bad", "drop");
        vifs.set("vif1.0", "stat",
                 "rx_packets 900\nrx_completed 100\nrx_bad_tcp 1\nrx_bad_udp 20\nrx_dropped 21\n"
                 "tx_packets 9\ntx_completed 5\ntx_bad_tcp 300\ntx_bad_udp 4000\ntx_dropped 4300\n"
                 "new_thing 7");
    }

    FakeVifs vifs{host};
};

TEST_F(CsumShow, List) {
    vifs.frontend(0, "eth0");
    expect_ok(dom0ctl({"csum", "list"}),
              "VIF     GUEST  MODE    HOOK      GSO   BAD    COMPLETED  WRONG  DROPPED\n"
              "vif1.0  noisy  verify  netback   pass  drop   105        4321   4321\n"
              "vif2.0  quiet  off     netback   pass  count  0          0      0\n"
              "eth0    -      off     netfront  pass  count  0          0      0\n");
}

TEST_F(CsumShow, ListWithoutXenstoreHasDomids) {
    dom0ctl.xenstore = host.scratch("nothing");
    expect_ok(dom0ctl({"csum", "list"}),
              "VIF     GUEST  MODE    HOOK     GSO   BAD    COMPLETED  WRONG  DROPPED\n"
              "vif1.0  1      verify  netback  pass  drop   105        4321   4321\n"
              "vif2.0  2      off     netback  pass  count  0          0      0\n");
}

TEST_F(CsumShow, ListInAGuest) {
    const FakeHost guest;
    const FakeVifs its(guest);
    its.ready();
    its.frontend(0, "eth0");
    its.set("eth0", "mode", "complete netfilter");
    expect_ok(Tool{guest}({"csum", "list"}),
              "VIF   GUEST  MODE      HOOK       GSO   BAD    COMPLETED  WRONG  DROPPED\n"
              "eth0  -      complete  netfilter  pass  count  0          0      0\n");
}

TEST_F(CsumShow, ListAsJson) {
    vifs.frontend(3, "eth0");
    const Outcome run = dom0ctl({"csum", "list", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(json_of(run), nlohmann::json::parse(R"({"vifs": [
        {"vif": "vif1.0", "handle": 0, "domid": 1, "name": "noisy", "mode": "verify",
         "hook": "netback", "gso": "pass", "bad": "drop",
         "stat": {"rx_packets": 900, "rx_completed": 100, "rx_bad_tcp": 1, "rx_bad_udp": 20,
                  "rx_dropped": 21, "tx_packets": 9, "tx_completed": 5, "tx_bad_tcp": 300,
                  "tx_bad_udp": 4000, "tx_dropped": 4300, "new_thing": 7}},
        {"vif": "vif2.0", "handle": 0, "domid": 2, "name": "quiet", "mode": "off",
         "hook": "netback", "gso": "pass", "bad": "count",
         "stat": {"rx_packets": 0, "rx_completed": 0, "tx_packets": 0, "tx_completed": 0}},
        {"vif": "eth0", "handle": 3, "domid": null, "name": null, "mode": "off",
         "hook": "netfront", "gso": "pass", "bad": "count",
         "stat": {"rx_packets": 0, "rx_completed": 0, "tx_packets": 0, "tx_completed": 0}}]})"));
}

TEST_F(CsumShow, ListLeavesOutWhatJustWent) {
    std::filesystem::remove_all(host.root() + "/class/net/vif1.0/csumfix");
    vifs.bare(1, 1, "vif1.1");
    expect_ok(dom0ctl({"csum", "list"}),
              "VIF     GUEST  MODE  HOOK     GSO   BAD    COMPLETED  WRONG  DROPPED\n"
              "vif2.0  quiet  off   netback  pass  count  0          0      0\n");
}

TEST_F(CsumShow, ListOnAHostWithoutGuests) {
    const FakeHost idle;
    FakeVifs(idle).ready();
    expect_ok(Tool{idle}({"csum", "list"}),
              "VIF  GUEST  MODE  HOOK  GSO  BAD  COMPLETED  WRONG  DROPPED\n");
    EXPECT_EQ(Tool{idle}({"csum", "list", "--json"}).out, "{\"vifs\":[]}\n");
}

TEST_F(CsumShow, AGuestWhoseNameIsANumberIsShownAsItIsTyped) {
    FakeXenstore numbers{host.scratch("numbers"), {{1, "2"}, {2, "two"}}};
    dom0ctl.xenstore = numbers.path();
    const Outcome run = dom0ctl({"csum", "list"});
    EXPECT_NE(run.out.find("\nvif1.0  name:2  "), std::string::npos) << run.out;
    EXPECT_EQ(json_of(dom0ctl({"csum", "get", "name:2", "--json"}))["vifs"][0]["vif"], "vif1.0");
}

TEST_F(CsumShow, Get) {
    vifs.vif(1, 1, "dmz");
    expect_ok(dom0ctl({"csum", "get", "noisy"}), "vif           vif1.0\n"
                                                 "guest         noisy (domid 1)\n"
                                                 "mode          verify\n"
                                                 "hook          netback\n"
                                                 "gso           pass\n"
                                                 "bad           drop\n"
                                                 "rx_packets    900\n"
                                                 "rx_completed  100\n"
                                                 "rx_bad_tcp    1\n"
                                                 "rx_bad_udp    20\n"
                                                 "rx_dropped    21\n"
                                                 "tx_packets    9\n"
                                                 "tx_completed  5\n"
                                                 "tx_bad_tcp    300\n"
                                                 "tx_bad_udp    4000\n"
                                                 "tx_dropped    4300\n"
                                                 "new_thing     7\n"
                                                 "\n"
                                                 "vif           dmz\n"
                                                 "guest         noisy (domid 1)\n"
                                                 "mode          off\n"
                                                 "hook          netback\n"
                                                 "gso           pass\n"
                                                 "bad           count\n"
                                                 "rx_packets    0\n"
                                                 "rx_completed  0\n"
                                                 "tx_packets    0\n"
                                                 "tx_completed  0\n");
}

TEST_F(CsumShow, GetAsJson) {
    EXPECT_EQ(dom0ctl({"csum", "get", "vif2.0", "--json"}).out,
              R"({"vifs":[{"vif":"vif2.0","handle":0,"domid":2,"name":"quiet","mode":"off",)"
              R"("hook":"netback","gso":"pass","bad":"count","stat":{"rx_packets":0,)"
              R"("rx_completed":0,"tx_packets":0,"tx_completed":0}}]})"
              "\n");
}

TEST_F(CsumShow, GetDefaults) {
    vifs.set({}, "mode", "complete");
    expect_ok(dom0ctl({"csum", "get", "--default"}), "mode  complete\n"
                                                     "gso   pass\n"
                                                     "bad   count\n");
    EXPECT_EQ(dom0ctl({"csum", "get", "--default", "--json"}).out,
              R"({"default":{"mode":"complete","gso":"pass","bad":"count"}})"
              "\n");
}

TEST_F(CsumShow, AModeThatTellsNoHook) {
    vifs.set("vif2.0", "mode", "complete");
    EXPECT_NE(dom0ctl({"csum", "get", "vif2.0"}).out.find("hook          -\n"), std::string::npos);
    EXPECT_EQ(json_of(dom0ctl({"csum", "list", "--json"}))["vifs"][1]["hook"], nullptr);
}

TEST_F(CsumShow, ContentThatIsUnknown) {
    vifs.set("vif2.0", "gso", "some");
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"csum", "get", "quiet"}, {"csum", "list"}})
        expect_error(dom0ctl(arguments), ExitCode::failed,
                     host.root() + "/class/net/vif2.0/csumfix/gso holds 'some', which is unknown; "
                                   "use the dom0ctl that belongs to the loaded xen-csumfix");
}

TEST_F(CsumShow, ReadsAsNobody) {
    dom0ctl.as_nobody = true;
    EXPECT_EQ(dom0ctl({"csum", "list"}).exit_code, 0);
    EXPECT_EQ(dom0ctl({"csum", "get", "1"}).exit_code, 0);
}

TEST_F(CsumShow, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/module/xen_csumfix");
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"csum", "list"},
                                                      {"csum", "get", "noisy"},
                                                      {"csum", "get", "--default"}})
        expect_error(dom0ctl(arguments), ExitCode::not_ready,
                     "the module xen-csumfix is not loaded; run 'modprobe xen-csumfix'");
}

} // namespace
} // namespace dom0ctl
