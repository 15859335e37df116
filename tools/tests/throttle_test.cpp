// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include "tests/fake_host.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class ThrottleTest : public testing::Test {
  protected:
    ThrottleTest() { host.ready(); }

    FakeHost host;
    Sysfs sysfs{host.root()};
    Throttle throttle{sysfs};
};

TEST_F(ThrottleTest, ListsDomainsByNumber) {
    for (const Domid domid : {10U, 9U, 100U})
        host.governed(domid);
    host.folder("class/xen-blkthrottle/domX");
    host.folder("class/xen-blkthrottle/other7");
    const Result<std::vector<Domid>> domains = throttle.domains();
    ASSERT_TRUE(domains);
    EXPECT_EQ(*domains, (std::vector<Domid>{9, 10, 100}));
    EXPECT_TRUE(throttle.governs(9));
    EXPECT_FALSE(throttle.governs(1));
}

TEST_F(ThrottleTest, ReadsAndWritesEveryLimitWhereItBelongs) {
    host.governed(1);
    std::uint64_t value = 1000;
    for (const Knob& knob : knobs)
        ASSERT_TRUE(throttle.set_limit(1, knob, Rate{value++}));
    EXPECT_EQ(host.knob(1, "read_bps"), "1000");
    EXPECT_EQ(host.knob(1, "write_bps"), "1001");
    EXPECT_EQ(host.knob(1, "read_iops"), "1002");
    EXPECT_EQ(host.knob(1, "write_iops"), "1003");
    const Result<Limits> limits = throttle.limits(1);
    ASSERT_TRUE(limits);
    EXPECT_EQ(*limits, (Limits{Rate{1000}, Rate{1001}, Rate{1002}, Rate{1003}}));
    ASSERT_TRUE(throttle.set_limit(1, knobs[0], Rate::max()));
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(ThrottleTest, ReadsStatAndKeepsWhatItDoesNotKnow) {
    host.governed(1);
    host.file(host.knob_path(1, "stat"),
              "vbds 2\nread_waiting_ios 3\nwrite_waiting_ios 4\nnew_thing 18446744073709551615");
    const Result<Stat> stat = throttle.stat(1);
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->get("vbds"), 2U);
    EXPECT_EQ(stat->waiting(), 7U);
    EXPECT_EQ(stat->get("new_thing"), 18'446'744'073'709'551'615U);
    EXPECT_EQ(stat->get("absent"), 0U);
    EXPECT_EQ(stat->values.size(), 4U);
}

TEST_F(ThrottleTest, RefusesContentThatItCannotRead) {
    host.governed(1);
    for (const char* const text : {"vbds", "vbds x", "vbds 1x", "vbds -1", "vbds 1\n\nrings 1"}) {
        host.file(host.knob_path(1, "stat"), text);
        const Result<Stat> stat = throttle.stat(1);
        ASSERT_FALSE(stat) << text;
        EXPECT_EQ(stat.error().code, ExitCode::failed);
    }
    host.set_knob(1, "read_bps", "none");
    const Result<Limits> limits = throttle.limits(1);
    ASSERT_FALSE(limits);
    EXPECT_EQ(limits.error().what,
              host.root() + "/class/xen-blkthrottle/dom1/read_bps holds 'none', which is unknown");
}

TEST_F(ThrottleTest, ADomainThatIsGone) {
    const Result<Stat> stat = throttle.stat(4);
    ASSERT_FALSE(stat);
    EXPECT_EQ(stat.error().code, ExitCode::no_guest);
    const Result<void> set = throttle.set_limit(4, knobs[0], Rate{1});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_guest);
}

TEST_F(ThrottleTest, NoPermission) {
    host.governed(1);
    host.protect(1, "write_bps");
    const Unprivileged nobody_now;
    const Result<void> set = throttle.set_limit(1, knobs[1], Rate{1});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_permission);
    EXPECT_EQ(set.error().hint, "run dom0ctl as root");
}

// An attribute of the running kernel that refuses such a value with EINVAL
// stands in for the module's.
TEST_F(ThrottleTest, TheKernelRefusesAValue) {
    host.governed(1);
    const std::string path = host.root() + "/" + host.knob_path(1, "write_bps");
    std::filesystem::remove(path);
    std::filesystem::create_symlink("/proc/self/oom_score_adj", path);
    const Result<void> set = throttle.set_limit(1, knobs[1], Rate{4'000'000});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::failed);
    EXPECT_EQ(set.error().what, "xen-blkthrottle refuses write_bps = 4000000");
}

} // namespace
} // namespace dom0ctl
