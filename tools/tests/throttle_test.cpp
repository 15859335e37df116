// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include "tests/fake_host.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

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
    const std::array<Scope, 2> scopes{Scope{1}, Scope{1, 51712}};
    std::uint64_t value = 1000;
    for (const Scope& scope : scopes) {
        for (const Knob& knob : knobs)
            ASSERT_TRUE(throttle.set_limit(scope, knob, Value{value++}));
    }
    value = 1000;
    for (const Scope& scope : scopes) {
        const Result<Limits> limits = throttle.limits(scope);
        ASSERT_TRUE(limits);
        for (std::size_t i = 0; i < knob_count; ++i, ++value) {
            EXPECT_EQ(host.knob(scope, knobs.at(i).name), std::to_string(value));
            EXPECT_EQ(limits->at(i), Value{value});
        }
        for (const Knob& knob : knobs) {
            ASSERT_TRUE(throttle.set_limit(scope, knob, Value::unset()));
            EXPECT_EQ(host.knob(scope, knob.name), knob.kind.unset);
        }
    }
}

TEST_F(ThrottleTest, ListsDisksByNumber) {
    host.governed(2);
    host.governed_disk(2, 768);
    host.governed_disk(10, 51728);
    host.vbd(2, 51744); // not under the throttle
    host.folder("bus/xen-backend/devices/vbd-2-x/throttle");
    host.folder("bus/xen-backend/devices/vbd-2/throttle");
    host.folder("bus/xen-backend/devices/vif-2-0/throttle");
    EXPECT_EQ(throttle.disks(), (Disks{{2, {768, 51712}}, {10, {51728}}}));
    EXPECT_TRUE(throttle.governs({2, 768}));
    EXPECT_FALSE(throttle.governs({2, 51744}));
}

TEST_F(ThrottleTest, ReadsStatAndKeepsWhatItDoesNotKnow) {
    host.governed(1);
    host.file(host.knob_path(1, "stat"),
              "vbds 2\nread_waiting_ios 3\nwrite_waiting_ios 4\nnew_thing 18446744073709551615");
    const Result<Stat> stat = throttle.stat(1);
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->get("vbds"), 2U);
    EXPECT_EQ(waiting(*stat), 7U);
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
    const Result<void> set = throttle.set_limit(4, knobs[0], Value{1});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_guest);
    EXPECT_NE(set.error().what.find("domid 4 has no disk under"), std::string::npos);
    const Result<void> on_disk = throttle.set_limit({4, 51712}, knobs[0], Value{1});
    ASSERT_FALSE(on_disk);
    EXPECT_EQ(on_disk.error().code, ExitCode::no_guest);
    EXPECT_NE(on_disk.error().what.find("domid 4 has no disk xvda under"), std::string::npos);
}

TEST_F(ThrottleTest, NoPermission) {
    host.governed(1);
    host.protect(1, "write_bps");
    const Unprivileged nobody_now;
    const Result<void> set = throttle.set_limit(1, knobs[1], Value{1});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_permission);
    EXPECT_EQ(set.error().hint, "run dom0ctl as root");
}

TEST_F(ThrottleTest, TheKernelRefusesAValue) {
    host.governed(1);
    const std::string path = host.refuse(host.knob_path(1, "write_bps"));
    const Result<void> set = throttle.set_limit(1, knobs[1], Value{4'000'000});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::failed);
    EXPECT_EQ(set.error().what,
              "xen-blkthrottle refuses to have 4000000 in " + path + ": Invalid argument");
}

} // namespace
} // namespace dom0ctl
