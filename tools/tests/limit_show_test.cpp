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

// All limits of a domain or disk without any, as JSON.
nlohmann::json no_limits() {
    nlohmann::json json = nlohmann::json::object();
    for (const Knob& knob : knobs)
        json[std::string(knob.name)] = knob.kind.unset;
    json["iops_size"] = 0;
    return json;
}

nlohmann::json with(nlohmann::json json, const nlohmann::json& more) {
    json.update(more);
    return json;
}

TEST_F(LimitShow, Get) {
    expect_ok(dom0ctl({"limit", "get", "noisy"}), "read_bps    max\n"
                                                  "write_bps   4M\n"
                                                  "total_bps   max\n"
                                                  "read_iops   200\n"
                                                  "write_iops  max\n"
                                                  "total_iops  max\n"
                                                  "waiting     7\n"
                                                  "disk xvda   no limit\n");
}

TEST_F(LimitShow, GetShowsOfTheRestWhatIsSet) {
    host.set_knob(1, "total_iops_burst", "500");
    host.set_knob(1, "write_bps_peak", "8000000");
    host.set_knob(1, "iops_size", "65536");
    host.governed_disk(1, 51728);
    host.set_knob({1, 51728}, "total_bps", "20000000");
    host.set_knob({1, 51728}, "total_bps_burst", "4194304");
    host.set_knob({1, 51728}, "total_bps_peak", "40000000");
    host.set_knob({1, 51728}, "iops_size", "4096");
    expect_ok(dom0ctl({"limit", "get", "noisy"}),
              "read_bps          max\n"
              "write_bps         4M\n"
              "total_bps         max\n"
              "read_iops         200\n"
              "write_iops        max\n"
              "total_iops        max\n"
              "total_iops_burst  500\n"
              "write_bps_peak    8M\n"
              "iops_size         64Ki\n"
              "waiting           7\n"
              "disk xvda         no limit\n"
              "disk xvdb         total_bps=20M total_bps_burst=4Mi total_bps_peak=40M\n"
              "                  iops_size=4Ki\n");
}

TEST_F(LimitShow, GetOfADisk) {
    host.set_knob({1, 51712}, "total_bps", "20000000");
    host.set_knob({1, 51712}, "read_iops_burst", "9");
    host.file(host.knob_path({1, 51712}, "stat"), "read_waiting_ios 1\nwrite_waiting_ios 1");
    expect_ok(dom0ctl({"limit", "get", "noisy", "--disk", "xvda"}), "read_bps         max\n"
                                                                    "write_bps        max\n"
                                                                    "total_bps        20M\n"
                                                                    "read_iops        max\n"
                                                                    "write_iops       max\n"
                                                                    "total_iops       max\n"
                                                                    "read_iops_burst  9\n"
                                                                    "waiting          2\n");
    const Outcome run = dom0ctl({"limit", "get", "1", "--disk", "51712", "--json"});
    EXPECT_EQ(json_of(run), with(no_limits(), nlohmann::json::parse(R"({"domid": 1,
        "name": "noisy", "disk": "xvda", "devid": 51712, "total_bps": 20000000,
        "read_iops_burst": 9, "stat": {"read_waiting_ios": 1, "write_waiting_ios": 1}})")));
}

TEST_F(LimitShow, GetAsJson) {
    const Outcome run = dom0ctl({"--json", "limit", "get", "1"});
    EXPECT_EQ(run.exit_code, 0);
    nlohmann::json expected = with(no_limits(), nlohmann::json::parse(R"({"domid": 1,
        "name": "noisy", "write_bps": 4000000, "read_iops": 200,
        "stat": {"vbds": 1, "read_waiting_ios": 3, "write_waiting_ios": 4}})"));
    expected["disks"].push_back(with(no_limits(), nlohmann::json::parse(R"({"domid": 1,
        "name": "noisy", "disk": "xvda", "devid": 51712,
        "stat": {"read_ios": 7, "read_waiting_ios": 0, "write_waiting_ios": 0}})")));
    EXPECT_EQ(json_of(run), expected);
}

TEST_F(LimitShow, GetOfAnUnknownGuest) {
    expect_error(dom0ctl({"limit", "get", "nosuch"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
}

TEST_F(LimitShow, List) {
    expect_ok(dom0ctl({"limit", "list"}),
              "DOMID  NAME   DISK  WAITING  LIMITS\n"
              "1      noisy  all   7        write_bps=4M read_iops=200\n"
              "2      quiet  all   0        none\n");
}

TEST_F(LimitShow, ListHasALineForADiskThatIsLimited) {
    host.governed_disk(1, 51728);
    host.set_knob({1, 51728}, "total_bps", "20000000");
    host.set_knob({1, 51728}, "total_bps_burst", "4194304");
    host.set_knob({1, 51728}, "total_iops", "500");
    host.set_knob({2, 51712}, "iops_size", "4096");
    expect_ok(dom0ctl({"limit", "list"}),
              "DOMID  NAME   DISK  WAITING  LIMITS\n"
              "1      noisy  all   7        write_bps=4M read_iops=200\n"
              "1      noisy  xvdb  0        total_bps=20M total_iops=500 total_bps_burst=4Mi\n"
              "2      quiet  all   0        none\n"
              "2      quiet  xvda  0        iops_size=4Ki\n");
}

TEST_F(LimitShow, ListStaysWithin80ColumnsWhateverIsSet) {
    for (const Knob& knob : knobs) {
        host.set_knob(1, knob.name, "123456789");
        host.set_knob({1, 51712}, knob.name, "987654321");
    }
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"limit", "list"}, {"limit", "get", "noisy"}, {"status"}}) {
        const Outcome run = dom0ctl(arguments);
        EXPECT_EQ(run.exit_code, 0);
        EXPECT_NE(run.out.find("total_iops_peak=987654321"), std::string::npos) << run.out;
        for (std::size_t at = 0; at < run.out.size();) {
            const std::size_t end = run.out.find('\n', at);
            EXPECT_LE(end - at, 80U) << run.out.substr(at, end - at);
            at = end + 1;
        }
    }
}

TEST_F(LimitShow, ListWithoutXenstoreHasNoNames) {
    dom0ctl.xenstore = host.scratch("nothing");
    expect_ok(dom0ctl({"limit", "list"}), "DOMID  NAME  DISK  WAITING  LIMITS\n"
                                          "1      -     all   7        write_bps=4M read_iops=200\n"
                                          "2      -     all   0        none\n");
}

TEST_F(LimitShow, ListAsJson) {
    host.set_knob({1, 51712}, "read_bps_burst", "5");
    const Outcome run = dom0ctl({"limit", "list", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    const auto domain = [](const char* text, const char* disk) {
        nlohmann::json json = with(no_limits(), nlohmann::json::parse(text));
        json["disks"].push_back(with(no_limits(), nlohmann::json::parse(disk)));
        return json;
    };
    nlohmann::json expected;
    expected["domains"].push_back(
        domain(R"({"domid": 1, "name": "noisy", "write_bps": 4000000, "read_iops": 200,
                   "waiting": 7})",
               R"({"domid": 1, "name": "noisy", "disk": "xvda", "devid": 51712,
                   "read_bps_burst": 5, "waiting": 0})"));
    expected["domains"].push_back(
        domain(R"({"domid": 2, "name": "quiet", "waiting": 0})",
               R"({"domid": 2, "name": "quiet", "disk": "xvda", "devid": 51712, "waiting": 0})"));
    EXPECT_EQ(json_of(run), expected);
}

TEST_F(LimitShow, ListLeavesOutWhatJustWent) {
    host.set_knob({2, 51712}, "read_bps", "5");
    std::filesystem::remove(host.root() + "/" + host.knob_path(1, "stat"));
    std::filesystem::remove(host.root() + "/" + host.knob_path({2, 51712}, "stat"));
    expect_ok(dom0ctl({"limit", "list"}), "DOMID  NAME   DISK  WAITING  LIMITS\n"
                                          "2      quiet  all   0        none\n");
}

TEST_F(LimitShow, ListReadsAsNobody) {
    dom0ctl.as_nobody = true;
    EXPECT_EQ(dom0ctl({"limit", "list"}).exit_code, 0);
}

TEST_F(LimitShow, ListOnAHostWithoutGuests) {
    const FakeHost idle;
    idle.ready();
    expect_ok(Tool{idle}({"limit", "list"}), "DOMID  NAME  DISK  WAITING  LIMITS\n");
}

} // namespace
} // namespace dom0ctl
