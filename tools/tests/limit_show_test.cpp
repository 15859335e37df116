// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class LimitShow : public ToolTest {
  protected:
    LimitShow() {
        host.set_knob(1, "write_bps", "4000000");
        host.set_knob(1, "read_iops", "200");
        host.file(host.knob_path(1, "stat"), "vbds 1\nread_waiting_ios 3\nwrite_waiting_ios 4");
    }
};

TEST_F(LimitShow, Get) {
    expect_ok(dom0ctl({"limit", "get", "noisy"}), "read_bps    max\n"
                                                  "write_bps   4M\n"
                                                  "read_iops   200\n"
                                                  "write_iops  max\n"
                                                  "waiting     7\n");
}

TEST_F(LimitShow, GetAsJson) {
    const Outcome run = dom0ctl({"--json", "limit", "get", "1"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(json_of(run), nlohmann::json::parse(R"({"domid": 1, "name": "noisy",
        "read_bps": "max", "write_bps": 4000000, "read_iops": 200, "write_iops": "max",
        "stat": {"vbds": 1, "read_waiting_ios": 3, "write_waiting_ios": 4}})"));
}

TEST_F(LimitShow, GetOfAnUnknownGuest) {
    expect_error(dom0ctl({"limit", "get", "nosuch"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
}

TEST_F(LimitShow, List) {
    expect_ok(dom0ctl({"limit", "list"}),
              "DOMID  NAME   READ_BPS  WRITE_BPS  READ_IOPS  WRITE_IOPS  WAITING\n"
              "1      noisy  max       4M         200        max         7\n"
              "2      quiet  max       max        max        max         0\n");
}

TEST_F(LimitShow, ListWithoutXenstoreHasNoNames) {
    dom0ctl.xenstore = host.scratch("nothing");
    expect_ok(dom0ctl({"limit", "list"}),
              "DOMID  NAME  READ_BPS  WRITE_BPS  READ_IOPS  WRITE_IOPS  WAITING\n"
              "1      -     max       4M         200        max         7\n"
              "2      -     max       max        max        max         0\n");
}

TEST_F(LimitShow, ListAsJson) {
    const Outcome run = dom0ctl({"limit", "list", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(json_of(run), nlohmann::json::parse(R"({"domains": [
        {"domid": 1, "name": "noisy", "read_bps": "max", "write_bps": 4000000, "read_iops": 200,
         "write_iops": "max", "waiting": 7},
        {"domid": 2, "name": "quiet", "read_bps": "max", "write_bps": "max", "read_iops": "max",
         "write_iops": "max", "waiting": 0}]})"));
}

TEST_F(LimitShow, ListLeavesOutADomainThatJustWent) {
    std::filesystem::remove(host.root() + "/" + host.knob_path(1, "stat"));
    const Outcome run = dom0ctl({"limit", "list"});
    expect_ok(run, "DOMID  NAME   READ_BPS  WRITE_BPS  READ_IOPS  WRITE_IOPS  WAITING\n"
                   "2      quiet  max       max        max        max         0\n");
}

TEST_F(LimitShow, ListReadsAsNobody) {
    dom0ctl.as_nobody = true;
    EXPECT_EQ(dom0ctl({"limit", "list"}).exit_code, 0);
}

TEST_F(LimitShow, ListOnAHostWithoutGuests) {
    const FakeHost idle;
    idle.ready();
    expect_ok(Tool{idle}({"limit", "list"}),
              "DOMID  NAME  READ_BPS  WRITE_BPS  READ_IOPS  WRITE_IOPS  WAITING\n");
}

} // namespace
} // namespace dom0ctl
