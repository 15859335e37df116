// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/tool_test.h"

#include <chrono>
#include <sstream>

namespace dom0ctl {
namespace {

class Top : public ToolTest {
  protected:
    Top() {
        put_state(host, busy(1, 10));
        put_state(host, busy(2));
        put_state(host, busy({2, 51712}));
    }

    FakeVifs vifs{host};
    FakeIrqPool pool{host};
};

std::vector<nlohmann::json> documents(const std::string& text) {
    std::vector<nlohmann::json> found;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        found.push_back(nlohmann::json::parse(line, nullptr, false));
    return found;
}

TEST_F(Top, BatchPrintsAFrameEachDelay) {
    const Outcome run = dom0ctl({"top", "--batch", "-n", "2", "-d", "0.1", "-s", "waiting"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    std::size_t frames = 0;
    for (std::size_t at = 0; (at = run.out.find("dom0ctl top 20", at)) != std::string::npos; ++at)
        ++frames;
    EXPECT_EQ(frames, 2U) << run.out;
    EXPECT_NE(run.out.find("2 guests, 0 throttled, 33 waiting"), std::string::npos) << run.out;
    EXPECT_LT(run.out.find("noisy"), run.out.find("quiet")) << run.out;
    EXPECT_EQ(run.out.find('\x1b'), std::string::npos);
    EXPECT_EQ(dom0ctl({"top", "-b", "-n", "1", "-d", "0.1", "-s", "waiting", "-r", "-f", "qui?t"})
                  .out.find("noisy"),
              std::string::npos);
}

TEST_F(Top, JsonIsADocumentALine) {
    pool.ready();
    pool.domain(1, 3);
    const auto began = std::chrono::steady_clock::now();
    const Outcome run = dom0ctl({"top", "--json", "-n", "2", "-d", "0.1"});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    EXPECT_GE(took.count(), 0.2);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    const std::vector<nlohmann::json> frames = documents(run.out);
    ASSERT_EQ(frames.size(), 2U);
    double seconds = 0;
    for (const nlohmann::json& frame : frames) {
        EXPECT_EQ(frame["totals"]["waiting"], 33);
        EXPECT_EQ(frame["rows"].size(), 2U);
        EXPECT_EQ(frame["rows"][0]["name"], "noisy");
        EXPECT_EQ(frame["rows"][0]["channels"], 11);
        EXPECT_TRUE(frame["rows"][0]["wait_p99_ns"].is_null());
        EXPECT_GT(frame["seconds"].get<double>(), 0);
        seconds += frame["seconds"].get<double>();
    }
    // From the first look to the last one; either may come late.
    EXPECT_GE(seconds, 0.05);
    EXPECT_LE(seconds, took.count());
    const auto disks = documents(dom0ctl({"top", "--json", "-n", "1", "-d", "0.1", "--disks"}).out);
    ASSERT_EQ(disks.size(), 1U);
    ASSERT_EQ(disks[0]["rows"].size(), 1U);
    EXPECT_EQ(disks[0]["rows"][0]["disk"], "xvda");
}

TEST_F(Top, BadInput) {
    const auto hint = "; give seconds from 0.1s to 3600s, such as 0.5 or 3";
    for (const auto& [delay, what] :
         {std::pair{"0", "a delay of 0s is too short"},
          {"-1", "'-1' is not a number of seconds"},
          {"1e99", "'1e99' is not a number of seconds"},
          {"99999999999999999999999", "'99999999999999999999999' is not a number of seconds"},
          {"3601", "a delay of 3601s is too long"},
          {"x", "'x' is not a number of seconds"}})
        expect_error(dom0ctl({"top", "-b", std::string("--delay=") + delay}), ExitCode::usage,
                     std::string(what) + hint);
    for (const char* const count : {"0", "-1", "1.5", "x", "18446744073709551616"})
        expect_error(dom0ctl({"top", "-b", std::string("--count=") + count}), ExitCode::usage,
                     std::string("'") + count +
                         "' is not a number of refreshes; give one of at least 1, or leave it out "
                         "for no end");
    expect_error(dom0ctl({"top", "--sort", "colour"}), ExitCode::usage,
                 "nothing can be sorted by 'colour'; the keys are domid, name, disk, read, write, "
                 "rate, read-ios, write-ios, waiting, limit, throttled, p50, p99, fixed, channels, "
                 "quota, settings");
    expect_error(dom0ctl({"top", "--sort", "disk"}), ExitCode::usage,
                 "guests cannot be sorted by 'disk'; give --disks, too");
}

TEST_F(Top, WantsATerminal) {
    expect_error(dom0ctl({"top"}), ExitCode::usage,
                 "top needs a terminal to show itself on; give --batch, and with it --count, to "
                 "write to a file or a pipe");
}

TEST_F(Top, EmptyOptionsAreNoDefaults) {
    EXPECT_EQ(dom0ctl({"top", "-b", "--delay="}).exit_code, 2);
    EXPECT_EQ(dom0ctl({"top", "-b", "--count="}).exit_code, 2);
    EXPECT_EQ(dom0ctl({"top", "-b", "--sort="}).exit_code, 2);
}

} // namespace
} // namespace dom0ctl
