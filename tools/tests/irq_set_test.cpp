// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class IrqSet : public ToolTest {
  protected:
    IrqSet() {
        fake.ready();
        fake.domain(0, 0);
        fake.domain(1, 0);
        fake.domain(2, 0);
    }

    // The quotas of the domains 0, 1, 2, and that of the others.
    std::string quotas() const {
        return fake.get(0, "quota") + " " + fake.get(1, "quota") + " " + fake.get(2, "quota") +
               " " + fake.get({}, "default_quota");
    }

    FakeIrqPool fake{host};
};

constexpr const char* untouched = "default default default 512";

TEST_F(IrqSet, AGuest) {
    expect_ok(dom0ctl({"irq", "quota", "set", "noisy", "64"}),
              "noisy (domid 1): quota 64, was default\n");
    EXPECT_EQ(quotas(), "default 64 default 512");
    expect_ok(dom0ctl({"irq", "quota", "set", "1", "max"}), "noisy (domid 1): quota max, was 64\n");
    expect_ok(dom0ctl({"irq", "quota", "set", "name:noisy", "default"}),
              "noisy (domid 1): quota default, was max\n");
    EXPECT_EQ(quotas(), untouched);
    expect_ok(dom0ctl({"irq", "quota", "set", "quiet", "0"}),
              "quiet (domid 2): quota 0, was default\n");
    expect_ok(dom0ctl({"irq", "quota", "set", "quiet", "4294967293"}),
              "quiet (domid 2): quota 4294967293, was 0\n");
}

TEST_F(IrqSet, SeveralGuests) {
    expect_ok(dom0ctl({"irq", "quota", "set", "quiet", "noisy", "0", "100"}),
              "quiet (domid 2): quota 100, was default\n"
              "noisy (domid 1): quota 100, was default\n"
              "Domain-0 (domid 0): quota 100, was default\n");
    EXPECT_EQ(quotas(), "100 100 100 512");
}

TEST_F(IrqSet, ByPatternAndByUuid) {
    expect_ok(dom0ctl({"irq", "quota", "set", "*", "64"}),
              "noisy (domid 1): quota 64, was default\n"
              "quiet (domid 2): quota 64, was default\n");
    expect_ok(dom0ctl({"irq", "quota", "set", noisy_uuid, "*", "70"}),
              "noisy (domid 1): quota 70, was 64\n"
              "quiet (domid 2): quota 70, was 64\n");
    EXPECT_EQ(quotas(), "default 70 70 512");
    expect_error(dom0ctl({"irq", "quota", "set", "quiet", "web*", "70"}), ExitCode::no_guest,
                 "no running guest matches 'web*'; 'xl list' shows those that run");
    expect_error(dom0ctl({"irq", "quota", "get", "web*"}), ExitCode::no_guest,
                 "no running guest matches 'web*'; 'xl list' shows those that run");
}

TEST_F(IrqSet, AllAreTheGuestsWithoutDom0) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"irq", "quota", "set", "--all", "100"},
          {"irq", "quota", "set", "100", "--all"}}) {
        expect_ok(dom0ctl(arguments), "noisy (domid 1): quota 100, was default\n"
                                      "quiet (domid 2): quota 100, was default\n");
        EXPECT_EQ(quotas(), "default 100 100 512");
        fake.set(1, "quota", "default");
        fake.set(2, "quota", "default");
    }
}

TEST_F(IrqSet, TheDefault) {
    expect_ok(dom0ctl({"irq", "quota", "set", "--default", "256"}),
              "pool: default_quota 256, was 512\n");
    expect_ok(dom0ctl({"irq", "quota", "set", "max", "--default"}),
              "pool: default_quota max, was 256\n");
    EXPECT_EQ(quotas(), "default default default max");
}

TEST_F(IrqSet, AsJson) {
    EXPECT_EQ(dom0ctl({"irq", "quota", "set", "noisy", "64", "--json"}).out,
              R"({"changes":[{"domid":1,"name":"noisy","setting":"quota","now":64,)"
              R"("was":"default"}]})"
              "\n");
    EXPECT_EQ(dom0ctl({"--json", "irq", "quota", "set", "--default", "max"}).out,
              R"({"changes":[{"setting":"default_quota","now":"max","was":512}]})"
              "\n");
    EXPECT_EQ(dom0ctl({"irq", "pool", "set", "reserve_max=0", "--json"}).out,
              R"({"changes":[{"setting":"reserve_max","now":0,"was":1024}]})"
              "\n");
}

TEST_F(IrqSet, AWrongQuotaChangesNothing) {
    const std::string hint = "; give a plain number, such as 256, max for no limit, or default for "
                             "that of the pool";
    for (const char* const wrong : {"-1", "5K", "0x10", "1.5", "Max", "noisy"}) {
        expect_error(dom0ctl({"irq", "quota", "set", "quiet", wrong}), ExitCode::usage,
                     "'" + std::string(wrong) + "' is not a quota" + hint);
        expect_error(dom0ctl({"irq", "quota", "set", "--all", wrong}), ExitCode::usage,
                     "'" + std::string(wrong) + "' is not a quota" + hint);
    }
    expect_error(dom0ctl({"irq", "quota", "set", "quiet", "4294967294"}), ExitCode::usage,
                 "'4294967294' is too large; the largest quota is 4294967293");
    expect_error(dom0ctl({"irq", "quota", "set", "--default", "default"}), ExitCode::usage,
                 "'default' is not a quota; give a plain number, such as 512, or max for no limit");
    EXPECT_EQ(quotas(), untouched);
}

TEST_F(IrqSet, TooFewAndTooManyWords) {
    const std::string see = "; 'dom0ctl irq quota set --help' shows what there is";
    expect_error(dom0ctl({"irq", "quota", "set"}), ExitCode::usage, "QUOTA is required" + see);
    expect_error(dom0ctl({"irq", "quota", "set", "--all"}), ExitCode::usage,
                 "QUOTA is required" + see);
    expect_error(dom0ctl({"irq", "quota", "set", "noisy"}), ExitCode::usage,
                 "GUEST, --all or --default is required" + see);
    expect_error(dom0ctl({"irq", "quota", "set", "--all", "noisy", "5"}), ExitCode::usage,
                 "--all excludes GUEST" + see);
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "5", "--default"}), ExitCode::usage,
                 "--default excludes GUEST" + see);
    EXPECT_EQ(dom0ctl({"irq", "quota", "set", "--all", "--default", "5"}).exit_code, 2);
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "1", "5"}), ExitCode::usage,
                 "noisy (domid 1) is given twice; give each guest once");
    EXPECT_EQ(quotas(), untouched);
}

TEST_F(IrqSet, AGuestThatIsNotThereChangesNothing) {
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "nosuch", "5"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "77", "5"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
    fake.half_gone(2);
    std::filesystem::remove(host.root() + "/" + fake.path(2, "quota"));
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "quiet", "5"}), ExitCode::no_guest,
                 host.root() + "/" + fake.path(2, "quota") +
                     " is not there: domid 2 has no event channel with dom0; 'dom0ctl irq "
                     "quota get' shows the domains that have one");
    EXPECT_EQ(fake.get(1, "quota"), "default");
    // Of all, those that are left.
    expect_ok(dom0ctl({"irq", "quota", "set", "--all", "5"}),
              "noisy (domid 1): quota 5, was default\n");
}

TEST_F(IrqSet, AllOrNothing) {
    fake.set(1, "quota", "64");
    fake.protect(1, "");
    fake.protect(2, "quota");
    dom0ctl.as_nobody = true;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"irq", "quota", "set", "noisy", "quiet", "5"},
          {"irq", "quota", "set", "--all", "5"}})
        expect_error(dom0ctl(arguments), ExitCode::no_permission,
                     "no permission to write " + host.root() + "/" + fake.path(2, "quota") +
                         "; the settings already changed were put back; run dom0ctl as root");
    EXPECT_EQ(quotas(), "default 64 default 512");
}

TEST_F(IrqSet, WhatTheKernelRefusesIsNamedAndTheRestIsPutBack) {
    const std::string path = host.refuse(fake.path(2, "quota"));
    expect_error(dom0ctl({"irq", "quota", "set", "noisy", "quiet", "5000"}), ExitCode::failed,
                 "xen-irqpool refuses to have 5000 in " + path +
                     ": Invalid argument; the settings already changed were put back; use the "
                     "dom0ctl that belongs to the loaded xen-irqpool");
    EXPECT_EQ(fake.get(1, "quota"), "default");
}

TEST_F(IrqSet, Pool) {
    expect_ok(dom0ctl({"irq", "pool", "set", "reserve_max=2048", "descriptors_ceiling=65536",
                       "default_quota=max"}),
              "pool: descriptors_ceiling 65536, was 12548\n"
              "pool: reserve_max 2048, was 1024\n"
              "pool: default_quota max, was 512\n");
    expect_ok(dom0ctl({"irq", "pool", "set", "reserve_min=0", "toolstack_share=256"}),
              "pool: reserve_min 0, was 64\n"
              "pool: toolstack_share 256, was 128\n");
    expect_ok(dom0ctl({"irq", "pool", "get"}), "descriptors_ceiling  65536\n"
                                               "reserve_min          0\n"
                                               "reserve_max          2048\n"
                                               "toolstack_share      256\n"
                                               "default_quota        max\n");
}

TEST_F(IrqSet, AMistakeAmongGoodSettingsOfThePoolChangesNothing) {
    const auto refuse = [this](const std::string& setting, const std::string& line) {
        expect_error(dom0ctl({"irq", "pool", "set", "reserve_min=5", setting}), ExitCode::usage,
                     line);
        EXPECT_EQ(fake.get({}, "reserve_min"), "64");
    };
    const std::string known = "; the settings are descriptors_ceiling, reserve_min, reserve_max, "
                              "toolstack_share, default_quota";
    const std::string number = "; give a plain number, such as 1024";
    refuse("reserve=5", "there is no setting 'reserve'" + known);
    refuse("=5", "there is no setting ''" + known);
    refuse("5", "there is no setting '5'" + known);
    refuse("reserve_min=6", "reserve_min is given twice; give each setting once");
    refuse("reserve_max", "reserve_max: '' is not a number" + number);
    refuse("reserve_max=-5", "reserve_max: '-5' is not a number" + number);
    refuse("reserve_max=max", "reserve_max: 'max' is not a number" + number);
    refuse("reserve_max=4294967294",
           "reserve_max: '4294967294' is too large; the largest number is 4294967293");
    refuse("descriptors_ceiling=max",
           "descriptors_ceiling: 'max' is not a number; give a plain number, such as 65536");
    expect_error(dom0ctl({"irq", "pool", "set"}), ExitCode::usage,
                 "no setting given; give at least one, such as reserve_max=2048");
}

TEST_F(IrqSet, OfThePoolAllOrNothing) {
    fake.protect({}, "toolstack_share");
    dom0ctl.as_nobody = true;
    expect_error(
        dom0ctl({"irq", "pool", "set", "reserve_max=2048", "toolstack_share=5", "reserve_min=7"}),
        ExitCode::no_permission,
        "no permission to write " + host.root() + "/" + fake.path({}, "toolstack_share") +
            "; the settings already changed were put back; run dom0ctl as root");
    EXPECT_EQ(fake.get({}, "reserve_min"), "64");
    EXPECT_EQ(fake.get({}, "reserve_max"), "1024");
}

TEST_F(IrqSet, ACeilingThatTheKernelRefuses) {
    const std::string path = host.refuse(fake.path({}, "descriptors_ceiling"));
    expect_error(dom0ctl({"irq", "pool", "set", "descriptors_ceiling=300000", "reserve_max=7"}),
                 ExitCode::failed,
                 "xen-irqpool refuses to have 300000 in " + path +
                     ": Invalid argument; choose a number from the highest descriptor in use up "
                     "to 262144, or to the kernel's own number, if that is more");
    EXPECT_EQ(fake.get({}, "reserve_max"), "1024");
}

TEST_F(IrqSet, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/class/xen-irqpool");
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"irq", "quota", "set", "noisy", "5"},
          {"irq", "quota", "set", "--all", "5"},
          {"irq", "quota", "set", "--default", "5"},
          {"irq", "pool", "set", "reserve_max=5"}})
        expect_error(dom0ctl(arguments), ExitCode::not_ready,
                     "the module xen-irqpool is not loaded; run 'modprobe xen-irqpool'");
}

} // namespace
} // namespace dom0ctl
