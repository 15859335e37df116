// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle_states.h"

#include "tests/fake_counts.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace dom0ctl {
namespace {

constexpr Devid xvda = 51712;
constexpr Devid xvdb = 51728;

bool same(const xbt_numbers& a, const xbt_numbers& b) {
    return std::memcmp(&a, &b, sizeof(a)) == 0;
}

// But for the times, which sysfs does not tell.
void expect_same(const ThrottleState& a, const ThrottleState& b) {
    EXPECT_EQ(a.scope.domid, b.scope.domid);
    EXPECT_EQ(a.scope.disk, b.scope.disk);
    EXPECT_EQ(a.vbds, b.vbds);
    EXPECT_EQ(a.rings, b.rings);
    EXPECT_EQ(a.limits, b.limits);
    EXPECT_EQ(a.other_ios, b.other_ios);
    for (std::size_t i = 0; i < direction_count; ++i) {
        EXPECT_TRUE(same(a.numbers.at(i), b.numbers.at(i))) << a.scope.domid << " " << i;
        EXPECT_EQ(a.wait.at(i), b.wait.at(i));
        EXPECT_EQ(a.service.at(i), b.service.at(i));
    }
}

class ThrottleStates : public testing::Test {
  protected:
    ThrottleStates() {
        host.ready();
        // The kernel's list has the youngest first.
        for (const Domid domid : {9U, 5U}) {
            add(busy(domid, domid));
            add(busy({domid, xvdb}, domid + 1));
            add(busy({domid, xvda}, domid + 2));
        }
        device.states.at(0).limits.at(1) = Value{4'000'000};
        device.states.at(0).limits.at(8) = Value{65'536};
        device.states.at(0).limits.at(18) = Value{4096};
        put_state(host, device.states.at(0));
    }

    void add(const ThrottleState& state) {
        device.states.push_back(state);
        put_state(host, state);
    }

    std::vector<ThrottleState> read(ThrottleDevice* some, const WantedStates& wanted) {
        Result<std::vector<ThrottleState>> states = read_states(some, sysfs, wanted);
        EXPECT_TRUE(states) << one_line(states.error());
        return states ? *states : std::vector<ThrottleState>{};
    }
    std::vector<ThrottleState> by_device(const WantedStates& wanted) {
        return read(&device, wanted);
    }
    std::vector<ThrottleState> by_sysfs(const WantedStates& wanted) {
        return read(nullptr, wanted);
    }

    FakeHost host;
    Sysfs sysfs{host.root()};
    FakeThrottleDevice device;
};

TEST_F(ThrottleStates, AreTheSameByTheDeviceAndBySysfs) {
    for (const WantedStates wanted :
         {WantedStates{std::nullopt, true}, {std::nullopt, false}, {9, true}, {5, false}}) {
        const std::vector<ThrottleState> one = by_device(wanted);
        const std::vector<ThrottleState> other = by_sysfs(wanted);
        ASSERT_EQ(one.size(), (wanted.domid ? 1U : 2U) * (wanted.disks ? 3U : 1U));
        ASSERT_EQ(one.size(), other.size());
        for (std::size_t i = 0; i < one.size(); ++i)
            expect_same(one.at(i), other.at(i));
    }
}

TEST_F(ThrottleStates, ComeByDomidAndThenByDisk) {
    const std::vector<ThrottleState> states = by_device({std::nullopt, true});
    ASSERT_EQ(states.size(), 6U);
    EXPECT_EQ(states[0].scope.domid, 5U);
    EXPECT_EQ(states[0].scope.disk, std::nullopt);
    EXPECT_EQ(states[1].scope.disk, xvda);
    EXPECT_EQ(states[2].scope.disk, xvdb);
    EXPECT_EQ(states[3].scope.domid, 9U);
    EXPECT_EQ(states[3].limits.at(1), Value{4'000'000});
    EXPECT_EQ(states[3].limits.at(0), Value::unset());
    EXPECT_EQ(states[3].time_ns, 5'000'000'000U);
    EXPECT_EQ(states[3].since_ns, 1'000'000'000U);
}

TEST_F(ThrottleStates, TakeTwoCallsHoweverManyThereAre) {
    by_device({std::nullopt, true});
    EXPECT_EQ(device.calls, 2);
}

TEST_F(ThrottleStates, AreAskedForAgainIfMoreHaveCome) {
    for (Domid domid = 100; domid < 200; ++domid)
        device.appear_meanwhile.push_back(busy(domid));
    EXPECT_EQ(by_device({std::nullopt, false}).size(), 102U);
    EXPECT_EQ(device.calls, 3);
}

TEST_F(ThrottleStates, AreReadFromSysfsWhenTheDeviceIsNotToBeHad) {
    for (const int err : {ENOENT, EACCES, EPERM, ENODEV, ENOMEM, ENOTTY, EFAULT}) {
        device.fails_with = err;
        EXPECT_EQ(by_device({std::nullopt, true}).size(), 6U) << err;
        EXPECT_EQ(by_device({5, true}).size(), 3U) << err;
    }
    device.fails_with = 0;
    device.abi = XBT_ABI + 1;
    EXPECT_EQ(by_device({std::nullopt, true}).size(), 6U);
    device.abi = XBT_ABI;
    device.knobs = XBT_KNOBS - 1;
    device.calls = 0;
    EXPECT_EQ(by_device({std::nullopt, true}).size(), 6U);
    EXPECT_EQ(device.calls, 1) << "the states of a module with fewer knobs were taken";
}

TEST_F(ThrottleStates, OfANewerModuleWithMoreKnobsAreTaken) {
    device.knobs = XBT_KNOBS + 3;
    EXPECT_EQ(by_device({std::nullopt, true}).size(), 6U);
    EXPECT_EQ(device.calls, 2);
}

TEST_F(ThrottleStates, OfAModuleThatKnowsLessOfThemEndInZeros) {
    device.state_size = offsetof(xbt_state, service);
    const std::vector<ThrottleState> states = by_device({5, false});
    ASSERT_EQ(states.size(), 1U);
    EXPECT_EQ(total(states[0].service[0]), 0U);
    EXPECT_EQ(total(states[0].wait[0]), 500U);
}

TEST_F(ThrottleStates, OfAGuestThatHasGoneAreNone) {
    EXPECT_TRUE(by_device({77, true}).empty());
    EXPECT_TRUE(by_sysfs({77, true}).empty());
}

TEST_F(ThrottleStates, LeaveOutWhatGoesWhileItIsLookedAt) {
    std::filesystem::remove(host.root() + "/" + FakeHost::knob_path(5, "latency_hist"));
    std::filesystem::remove(host.root() + "/" + FakeHost::knob_path({9, xvda}, "stat"));
    EXPECT_EQ(by_sysfs({std::nullopt, true}).size(), 4U);
}

TEST_F(ThrottleStates, RefuseAHistogramThatIsNone) {
    const std::string good = host.read(FakeHost::knob_path(5, "latency_hist"));
    for (const std::string& bad : {std::string(), good.substr(0, good.size() - 2), good + " 1",
                                   "x" + good, good.substr(good.find('\n') + 1)}) {
        host.file(FakeHost::knob_path(5, "latency_hist"), bad);
        const Result<std::vector<ThrottleState>> states = read_states(nullptr, sysfs, {5, false});
        ASSERT_FALSE(states) << bad;
        EXPECT_EQ(states.error().code, ExitCode::failed);
        EXPECT_NE(states.error().what.find("latency_hist holds '"), std::string::npos);
    }
}

TEST(ThrottleDeviceFile, BelongsToTheRunningSystemAlone) {
    const FakeHost host;
    EXPECT_EQ(device_of(Sysfs(host.root())), nullptr);
    EXPECT_NE(device_of(Sysfs("/sys")), nullptr);
}

TEST(ThrottleDeviceFile, GivesTheErrno) {
    xbt_info info{};
    info.size = sizeof(info);
    const Result<void, int> absent =
        ThrottleDeviceFile("/nonexistent/blkthrottle").call(XBT_IOC_INFO, &info);
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error(), ENOENT);
    // A device, and not this one.
    const Result<void, int> other = ThrottleDeviceFile("/dev/null").call(XBT_IOC_INFO, &info);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error(), ENOTTY);
    const FakeHost host;
    host.file("secret", "");
    std::filesystem::permissions(host.root() + "/secret", std::filesystem::perms::owner_read);
    const Unprivileged nobody_now;
    const Result<void, int> denied =
        ThrottleDeviceFile(host.root() + "/secret").call(XBT_IOC_INFO, &info);
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error(), ::geteuid() == nobody ? EACCES : ENOTTY);
}

} // namespace
} // namespace dom0ctl
