// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"
#include "tests/tool_test.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace dom0ctl {
namespace {

class IrqShow : public ToolTest {
  protected:
    IrqShow() {
        fake.ready();
        fake.set(0, "used", "130");
        fake.set(0, "quota", "default");
        fake.set(0, "refused", "0");
        fake.set(0, "kinds", "virq 60\nipi 40\npirq 30");
        fake.domain(1, 100);
        fake.set(1, "quota", "108");
        fake.set(1, "refused", "7");
        fake.domain(2, 0);
    }

    FakeIrqPool fake{host};
};

TEST_F(IrqShow, Top) {
    expect_ok(dom0ctl({"irq", "top"}),
              "DOMID  NAME      USED  QUOTA          REFUSED  KINDS\n"
              "0      Domain-0  130   512 (default)  0        virq=60 ipi=40 pirq=30\n"
              "1      noisy     108   108            7        xenstore=1 console=1 vbd=2 vif=4\n"
              "                                               user=100\n"
              "2      quiet     8     512 (default)  0        xenstore=1 console=1 vbd=2 vif=4\n");
}

TEST_F(IrqShow, TopShowsTenUnlessToldOtherwise) {
    for (Domid domid = 3; domid < 20; ++domid)
        fake.domain(domid, domid);
    const auto count = [this](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"irq", "top", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return json_of(dom0ctl(arguments))["domains"].size();
    };
    EXPECT_EQ(count({}), 10U);
    EXPECT_EQ(count({"-n", "3"}), 3U);
    EXPECT_EQ(count({"--count=1"}), 1U);
    EXPECT_EQ(count({"-n", "0"}), 20U);
    EXPECT_EQ(count({"-n", "18446744073709551615"}), 20U);
    for (const char* const wrong : {"x", "", "-1", "1.5", "18446744073709551616"})
        expect_error(dom0ctl({"irq", "top", "-n", wrong}), ExitCode::usage,
                     fmt::format("'{}' is not a number of guests; give one such as 10, or 0 for "
                                 "all",
                                 wrong));
}

TEST_F(IrqShow, TopOfEqualsBeginsWithTheOldest) {
    fake.domain(10, 0);
    fake.domain(9, 0);
    const nlohmann::json domains = json_of(dom0ctl({"irq", "top", "--json"}))["domains"];
    EXPECT_EQ(domains[2]["domid"], 2);
    EXPECT_EQ(domains[3]["domid"], 9);
    EXPECT_EQ(domains[4]["domid"], 10);
}

TEST_F(IrqShow, TopAsJson) {
    fake.set(2, "quota", "max");
    EXPECT_EQ(dom0ctl({"irq", "top", "--json", "-n", "0"}).out,
              R"({"domains":[{"domid":0,"name":"Domain-0","used":130,"quota":"default",)"
              R"("quota_in_force":512,"refused":0,"kinds":{"virq":60,"ipi":40,"pirq":30}},)"
              R"({"domid":1,"name":"noisy","used":108,"quota":108,"quota_in_force":108,)"
              R"("refused":7,"kinds":{"xenstore":1,"console":1,"vbd":2,"vif":4,"user":100}},)"
              R"({"domid":2,"name":"quiet","used":8,"quota":"max","quota_in_force":"max",)"
              R"("refused":0,"kinds":{"xenstore":1,"console":1,"vbd":2,"vif":4,"user":0}}]})"
              "\n");
}

TEST_F(IrqShow, QuotaGet) {
    expect_ok(dom0ctl({"irq", "quota", "get"}), "DOMID  NAME      USED  QUOTA          REFUSED\n"
                                                "0      Domain-0  130   512 (default)  0\n"
                                                "1      noisy     108   108            7\n"
                                                "2      quiet     8     512 (default)  0\n");
    expect_ok(dom0ctl({"irq", "quota", "get", "quiet", "1"}),
              "DOMID  NAME   USED  QUOTA          REFUSED\n"
              "2      quiet  8     512 (default)  0\n"
              "1      noisy  108   108            7\n");
    expect_ok(dom0ctl({"irq", "quota", "get", "--default"}), "default_quota  512\n");
    EXPECT_EQ(dom0ctl({"irq", "quota", "get", "--default", "--json"}).out,
              "{\"default_quota\":512}\n");
    EXPECT_EQ(json_of(dom0ctl({"irq", "quota", "get", "noisy", "--json"})),
              nlohmann::json::parse(R"({"domains": [{"domid": 1, "name": "noisy", "used": 108,
                  "quota": 108, "quota_in_force": 108, "refused": 7,
                  "kinds": {"xenstore": 1, "console": 1, "vbd": 2, "vif": 4, "user": 100}}]})"));
}

TEST_F(IrqShow, PoolGet) {
    expect_ok(dom0ctl({"irq", "pool", "get"}), "descriptors_ceiling  12548\n"
                                               "reserve_min          64\n"
                                               "reserve_max          1024\n"
                                               "toolstack_share      128\n"
                                               "default_quota        512\n");
    fake.set({}, "descriptors_ceiling", "max");
    EXPECT_EQ(dom0ctl({"irq", "pool", "get", "--json"}).out,
              R"({"descriptors_ceiling":"max","reserve_min":64,"reserve_max":1024,)"
              R"("toolstack_share":128,"default_quota":512})"
              "\n");
}

TEST_F(IrqShow, AGuestThatGoesMeanwhileIsLeftOut) {
    fake.half_gone(1);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"irq", "top", "--json"}, {"irq", "quota", "get", "--json"}}) {
        const nlohmann::json domains = json_of(dom0ctl(arguments))["domains"];
        ASSERT_EQ(domains.size(), 2U);
        EXPECT_EQ(domains[1]["domid"], 2);
    }
    EXPECT_EQ(dom0ctl({"irq", "quota", "get", "noisy"}).exit_code, 3);
}

TEST_F(IrqShow, GuestsThatAreNotThere) {
    fake.vanish(2);
    expect_error(dom0ctl({"irq", "quota", "get", "noisy", "quiet"}), ExitCode::no_guest,
                 "quiet (domid 2) has no event channel with dom0 yet; try again in a second");
    expect_error(dom0ctl({"irq", "quota", "get", "nosuch"}), ExitCode::no_guest,
                 "no running guest is called 'nosuch'; 'xl list' shows those that run");
    expect_error(dom0ctl({"irq", "quota", "get", "77"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
    expect_error(dom0ctl({"irq", "quota", "get", "40000"}), ExitCode::usage,
                 "no domain can have the domid 40000; write name:40000 if that is the guest's "
                 "name");
}

TEST_F(IrqShow, ContentThatIsUnknown) {
    const auto refuse = [this](const IrqScope& scope, std::string_view name,
                               const std::vector<std::string>& arguments) {
        const std::string before = fake.get(scope, name);
        fake.set(scope, name, "some thing");
        expect_error(dom0ctl(arguments), ExitCode::failed,
                     host.root() + "/" + fake.path(scope, name) +
                         " holds 'some thing', which is unknown; use the dom0ctl that belongs to "
                         "the loaded xen-irqpool");
        fake.set(scope, name, before);
    };
    for (const char* const name :
         {"kernel", "channels_used", "descriptors_ceiling", "first_ceiling", "kinds", "served"})
        refuse({}, name, {"irq", "status"});
    for (const char* const name : {"used", "quota", "refused", "kinds"}) {
        refuse(1, name, {"irq", "top"});
        refuse(1, name, {"irq", "quota", "get"});
    }
    refuse({}, "default_quota", {"irq", "top"});
    refuse({}, "default_quota", {"irq", "quota", "get", "--default"});
    refuse({}, "reserve_max", {"irq", "pool", "get"});
}

TEST_F(IrqShow, ANameThatIsStrangeDoesNotReachTheTerminal) {
    fake.set(2, "kinds", "vbd\x1b[31m 4");
    const Outcome run = dom0ctl({"irq", "top"});
    EXPECT_EQ(run.out.find('\x1b'), std::string::npos);
    EXPECT_NE(run.out.find("vbd?[31m=4"), std::string::npos);
}

TEST_F(IrqShow, ReadsAsNobodyAndWithoutXenstore) {
    dom0ctl.as_nobody = true;
    dom0ctl.xenstore = host.scratch("nothing");
    EXPECT_EQ(dom0ctl({"irq", "status"}).exit_code, 0);
    EXPECT_EQ(dom0ctl({"irq", "pool", "get"}).exit_code, 0);
    expect_ok(dom0ctl({"irq", "quota", "get", "1"}), "DOMID  NAME  USED  QUOTA  REFUSED\n"
                                                     "1      -     108   108    7\n");
}

const std::vector<std::vector<std::string>> commands{
    {"irq", "status"},       {"irq", "top"},
    {"irq", "quota", "get"}, {"irq", "quota", "get", "noisy"},
    {"irq", "pool", "get"},  {"irq", "quota", "get", "--default"}};

TEST_F(IrqShow, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/class/xen-irqpool");
    for (const std::vector<std::string>& arguments : commands)
        expect_error(dom0ctl(arguments), ExitCode::not_ready,
                     "the module xen-irqpool is not loaded; run 'modprobe xen-irqpool'");
}

TEST_F(IrqShow, WithoutXen) {
    const FakeHost plain;
    for (const std::vector<std::string>& arguments : commands)
        expect_error(Tool{plain}(arguments), ExitCode::not_ready,
                     "this system does not run on Xen; run dom0ctl in dom0, whose event channels "
                     "are to be shared out");
}

// What it costs is measured, not how long it takes, and the least of a few runs
// counts: the host may be busy.
TEST_F(IrqShow, ManyDomainsAreFast) {
    std::map<Domid, std::string> names;
    for (Domid domid = 1; domid <= 250; ++domid) {
        fake.domain(domid, domid % 17);
        names[domid] = fmt::format("guest{}", domid);
    }
    const FakeXenstore many{host.scratch("many"), names};
    dom0ctl.xenstore = many.path();
    const auto processor_time = [] {
        rusage usage{};
        ::getrusage(RUSAGE_CHILDREN, &usage);
        return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    };
    Outcome run;
    double least = INFINITY;
    for (int i = 0; i < 5 && least >= 2.0; ++i) {
        const double before = processor_time();
        run = dom0ctl({"irq", "top", "-n", "0", "--json"});
        least = std::min(least, processor_time() - before);
    }
    EXPECT_LT(least, 2.0);
    const nlohmann::json domains = json_of(run)["domains"];
    ASSERT_EQ(domains.size(), 251U);
    EXPECT_EQ(domains[1]["name"], "guest16");
    EXPECT_EQ(domains[1]["used"], 24);
}

} // namespace
} // namespace dom0ctl
