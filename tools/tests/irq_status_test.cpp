// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"
#include "tests/tool_test.h"

#include <sstream>

namespace dom0ctl {
namespace {

class IrqStatus : public ToolTest {
  protected:
    IrqStatus() {
        fake.ready();
        for (const Domid domid : {0U, 1U, 2U})
            fake.domain(domid, 0);
    }

    FakeIrqPool fake{host};
};

void expect_one_screen(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    int count = 0;
    for (; std::getline(lines, line); ++count)
        EXPECT_LE(line.size(), 80U) << line;
    EXPECT_LE(count, 24);
}

TEST_F(IrqStatus, OfAHostWithRoom) {
    const Outcome run = dom0ctl({"irq", "status"});
    expect_ok(run,
              "kernel           patched\n"
              "event channels   2000 of 4095 (48 %)\n"
              "descriptors      2300 of 12548 (18 %)\n"
              "more guests      98 fit, like the 2 of now; event channels run out first\n"
              "kinds            xenstore=100 console=100 vbd=1000 vif=700 virq=60 ipi=40\n"
              "default quota    512 channels a guest\n"
              "toolstack share  128 channels and descriptors that guests' devices leave alone\n"
              "refused          3 channels, by quotas or for the toolstack\n"
              "reclaimed        0 channels that failed binds had left behind\n"
              "reserve          240 descriptors ready; below 125 it is filled up to 250\n"
              "binds            12345 served from the reserve, 2 made anew, 1 failed\n");
    expect_one_screen(run.out);
}

TEST_F(IrqStatus, OfAFullHostOnOneScreen) {
    fake.set({}, "channels_used", "3950");
    fake.set({}, "descriptors_used", "9800");
    fake.set({}, "guests_fit", "0");
    fake.set({}, "kinds",
             "xenstore 98\nconsole 97\nvbd 1940\nvif 1552\nuser 194\nvirq 28\nipi 40\npirq 0\n"
             "unbound 0\nnew_kind 1");
    const Outcome run = dom0ctl({"irq", "status"});
    expect_ok(run,
              "kernel           patched\n"
              "event channels   3950 of 4095 (96 %), nearly full\n"
              "descriptors      9800 of 12548 (78 %), filling up\n"
              "more guests      0 fit, like the 2 of now; event channels run out first\n"
              "kinds            xenstore=98 console=97 vbd=1940 vif=1552 user=194 virq=28\n"
              "                 ipi=40 new_kind=1\n"
              "default quota    512 channels a guest\n"
              "toolstack share  128 channels and descriptors that guests' devices leave alone\n"
              "refused          3 channels, by quotas or for the toolstack\n"
              "reclaimed        0 channels that failed binds had left behind\n"
              "reserve          240 descriptors ready; below 125 it is filled up to 250\n"
              "binds            12345 served from the reserve, 2 made anew, 1 failed\n"
              "to do            event channels: boot dom0 without xen.fifo_events=0, for 131071\n"
              "                 of them\n"
              "to do            descriptors: raise the ceiling: 'dom0ctl irq pool set\n"
              "                 descriptors_ceiling=25096'\n"
              "to do            until then: see who has most ('dom0ctl irq top'), set quotas\n"
              "                 ('dom0ctl irq quota set'), and let new devices have fewer\n"
              "                 queues (max_queues of xen-netback and xen-blkback)\n");
    expect_one_screen(run.out);
    EXPECT_EQ(json_of(dom0ctl({"irq", "status", "--json"}))["todo"].size(), 3U);
}

TEST_F(IrqStatus, OfAnUnmodifiedKernelWithoutCeilingAndGuest) {
    fake.unmodified();
    fake.vanish(1);
    fake.vanish(2);
    fake.set({}, "descriptors_ceiling", "max");
    fake.set({}, "channels_ceiling", "131071");
    fake.set({}, "default_quota", "max");
    fake.set({}, "guests_fit", "max");
    fake.set({}, "kinds", "");
    expect_ok(dom0ctl({"irq", "status"}),
              "kernel           unmodified\n"
              "event channels   2000 of 131071 (1 %)\n"
              "descriptors      2300, no ceiling\n"
              "more guests      cannot be told: there is none yet to go by\n"
              "kinds            -\n"
              "default quota    max channels a guest\n"
              "toolstack share  128 channels and descriptors that guests' devices leave alone\n"
              "refused          3 channels, by quotas or for the toolstack\n"
              "reclaimed        0 channels that failed binds had left behind\n"
              "reserve          none: only a patched kernel has one\n");
    const nlohmann::json json = json_of(dom0ctl({"irq", "status", "--json"}));
    EXPECT_EQ(json["descriptors_ceiling"], "max");
    EXPECT_EQ(json["kinds"], nlohmann::json::object());
}

TEST_F(IrqStatus, AsJson) {
    EXPECT_EQ(dom0ctl({"irq", "status", "--json"}).out,
              R"({"kernel":"patched","channels_used":2000,"channels_ceiling":4095,)"
              R"("descriptors_used":2300,"descriptors_ceiling":12548,"guests_fit":98,)"
              R"("default_quota":512,"toolstack_share":128,"refused":3,"reclaimed":0,)"
              R"("reserve":240,"reserve_low":125,"reserve_high":250,"reserve_min":64,)"
              R"("reserve_max":1024,"served":12345,"missed":2,"failed":1,"growths":17,)"
              R"("first_ceiling":"channels","guests":2,"kinds":{"xenstore":100,"console":100,)"
              R"("vbd":1000,"vif":700,"virq":60,"ipi":40},"todo":[]})"
              "\n");
}

} // namespace
} // namespace dom0ctl
