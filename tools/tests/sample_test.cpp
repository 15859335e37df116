// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/sample.h"

#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/fake_names.h"
#include "tests/fake_vifs.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class SampleTest : public testing::Test {
  protected:
    Sample take(const WantedStates& wanted = {}) {
        World world{sysfs, names};
        Result<Sample> sample = take_sample(world, nullptr, wanted);
        EXPECT_TRUE(sample) << one_line(sample.error());
        return sample ? *sample : Sample{};
    }
    std::string error() {
        World world{sysfs, names};
        const Result<Sample> sample = take_sample(world, nullptr, {});
        return sample ? "none" : one_line(sample.error());
    }

    FakeHost host;
    FakeVifs vifs{host};
    FakeIrqPool pool{host};
    Sysfs sysfs{host.root()};
    FakeNames names{{{0, "Domain-0"}, {5, "web1"}, {6, "web2"}}};
};

TEST_F(SampleTest, PutsTogetherWhatTheModulesKnow) {
    host.ready();
    put_state(host, busy(5));
    put_state(host, busy({5, 51712}));
    vifs.ready();
    vifs.vif(5, 0, "vif5.0");
    vifs.vif(6, 0, "vif6.0");
    vifs.bare(6, 1, "vif6.1");
    vifs.set("vif6.0", "stat", "rx_completed 1\nrx_repaired 2\ntx_completed 4\ntx_repaired 8");
    pool.ready();
    pool.domain(0, 100);
    pool.domain(5, 1);
    pool.domain(7, 2);
    const Sample sample = take({std::nullopt, true});
    ASSERT_EQ(sample.guests.size(), 3U);
    const GuestSample& five = sample.guests[0];
    EXPECT_EQ(label(five.guest), "web1 (domid 5)");
    ASSERT_TRUE(five.throttle);
    EXPECT_EQ(five.throttle->numbers[1].ios, 200U);
    EXPECT_EQ(five.disks.size(), 1U);
    EXPECT_EQ(five.fixed(), 0U);
    EXPECT_EQ(five.irq->used.number, 9U);
    EXPECT_EQ(five.irq->in_force.number, 512U);
    EXPECT_TRUE(five.irq->kinds.values.empty());
    const GuestSample& six = sample.guests[1];
    EXPECT_EQ(six.guest.name, "web2");
    EXPECT_FALSE(six.throttle);
    EXPECT_EQ(six.vifs.size(), 1U) << "an interface that is not looked after";
    EXPECT_EQ(six.fixed(), 15U);
    EXPECT_FALSE(six.irq);
    EXPECT_EQ(sample.guests[2].guest.name, "");
    EXPECT_FALSE(sample.guests[2].fixed());
    ASSERT_TRUE(sample.ceilings);
    EXPECT_EQ(sample.ceilings->channels_used.number, 2000U);
    EXPECT_TRUE(take().guests[0].disks.empty());

    const Sample one = take({5, false});
    ASSERT_EQ(one.guests.size(), 1U);
    EXPECT_EQ(one.guests[0].guest.domid, 5U);
    EXPECT_EQ(one.guests[0].vifs.size(), 1U);
    EXPECT_TRUE(take({99, true}).guests.empty());
}

TEST_F(SampleTest, OneModuleIsEnough) {
    host.xen();
    EXPECT_EQ(error(), "no module of dom0-pack that counts is loaded; run 'modprobe "
                       "xen-blkthrottle', and xen-csumfix and xen-irqpool where wanted");
    vifs.ready();
    vifs.vif(5, 0, "vif5.0");
    EXPECT_EQ(take().guests.size(), 1U);
    EXPECT_FALSE(take().ceilings);
}

TEST_F(SampleTest, WithoutXenThereIsNothing) {
    EXPECT_EQ(error(), "this system does not run on Xen; run dom0ctl in the domain that serves the "
                       "guests' disks");
}

TEST_F(SampleTest, AModuleThatIsTooOldIsAnError) {
    host.ready();
    std::filesystem::remove(host.root() +
                            "/module/xen_blkthrottle/parameters/default_total_bps_peak");
    EXPECT_NE(error().find("the loaded xen-blkthrottle is older than this dom0ctl"),
              std::string::npos);
}

TEST_F(SampleTest, AGuestThatGoesMeanwhileIsLeftOut) {
    host.ready();
    put_state(host, busy(5));
    put_state(host, busy(6));
    pool.ready();
    pool.domain(5, 1);
    std::filesystem::remove(host.root() + "/" + FakeHost::knob_path(6, "latency_hist"));
    std::filesystem::remove(host.root() + "/" + FakeIrqPool::path(Domid{5}, "quota"));
    const Sample sample = take();
    ASSERT_EQ(sample.guests.size(), 1U);
    EXPECT_EQ(sample.guests[0].guest.domid, 5U);
    EXPECT_FALSE(sample.guests[0].irq);
}

} // namespace
} // namespace dom0ctl
