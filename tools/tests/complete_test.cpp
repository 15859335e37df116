// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/tool_test.h"

#include <sstream>

namespace dom0ctl {
namespace {

/// What the scripts of the shells are told.
class Complete : public ToolTest {
  protected:
    // The words, by blanks, without what they are.
    std::string offered(const std::vector<std::string>& words) const {
        std::vector<std::string> arguments{"__complete"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        const Outcome run = dom0ctl(arguments);
        EXPECT_EQ(run.exit_code, 0);
        EXPECT_EQ(run.err, "");
        std::istringstream lines(run.out);
        std::string line;
        std::string text;
        EXPECT_TRUE(std::getline(lines, line));
        if (line != "words")
            text = "<" + line + "> ";
        while (std::getline(lines, line))
            text += line.substr(0, line.find('\t')) + " ";
        return text;
    }
};

TEST_F(Complete, Commands) {
    EXPECT_TRUE(offered({""}).starts_with("status limit csum irq "));
    EXPECT_EQ(offered({}), offered({""}));
    EXPECT_EQ(offered({"st"}), "status stats ");
    EXPECT_EQ(offered({"--json", "st"}), "status stats ");
    EXPECT_EQ(offered({"irq", "quota", ""}), "get set ");
    EXPECT_EQ(offered({"nosuch", "l"}), "");
}

TEST_F(Complete, SaysWhatTheWordsAre) {
    EXPECT_EQ(dom0ctl({"__complete", "statu"}).out,
              "words\nstatus\tShow what of dom0-pack is at work and what is missing\n");
    EXPECT_EQ(dom0ctl({"__complete", "limit", "get", "n"}).out, "words\nnoisy\tguest, domid 1\n");
}

TEST_F(Complete, GuestsAndDisks) {
    host.governed_disk(1, 51728);
    EXPECT_EQ(offered({"limit", "set", ""}), "noisy quiet ");
    EXPECT_EQ(offered({"limit", "set", "q"}), "quiet ");
    EXPECT_EQ(offered({"limit", "set", "--disk", "xvda", ""}), "noisy quiet ");
    EXPECT_EQ(offered({"limit", "clear", ""}), "noisy quiet --all ");
    EXPECT_EQ(offered({"limit", "clear", "--all", ""}), "");
    EXPECT_EQ(offered({"limit", "list", "noisy", ""}), "quiet ");
    EXPECT_EQ(offered({"limit", "get", "noisy", ""}), "");
    EXPECT_EQ(offered({"limit", "get", "noisy", "--disk", ""}), "xvda xvdb ");
    EXPECT_EQ(offered({"limit", "get", "noisy", "--disk=xvdb"}), "--disk=xvdb ");
    EXPECT_EQ(offered({"limit", "get", "--disk", ""}), "");
    EXPECT_EQ(offered({"limit", "get", "nosuch", "--disk", ""}), "");
}

TEST_F(Complete, WithoutXenstoreDomidsAreLeft) {
    dom0ctl.xenstore = "/nonexistent/xenstored";
    EXPECT_EQ(offered({"limit", "set", ""}), "1 2 ");
}

TEST_F(Complete, OnNoXenNothingIsSaidAboutIt) {
    const FakeHost plain;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"__complete", "limit", "set", ""},
          {"__complete", "csum", "set", ""},
          {"__complete", "irq", "quota", "get", ""}}) {
        const Outcome run = Tool{plain}(words);
        EXPECT_EQ(run.exit_code, 0);
        EXPECT_EQ(run.err, "");
    }
}

TEST_F(Complete, NamesThatWouldBeTakenForSomethingElse) {
    const FakeXenstore strange(host.scratch("xs2"),
                               {{1, "5"}, {2, "two words"}, {3, "a\nb"}, {4, "web*"}});
    host.governed(3);
    host.governed(4);
    dom0ctl.xenstore = strange.path();
    // What would break the line is left out.
    EXPECT_EQ(offered({"limit", "set", ""}), "name:5 two words name:web* ");
}

TEST_F(Complete, Settings) {
    EXPECT_EQ(offered({"limit", "set", "noisy", "total_i"}),
              "total_iops= total_iops_burst= total_iops_peak= ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "total_iops=5", "total_i"}),
              "total_iops_burst= total_iops_peak= ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "read_bps="}), "read_bps=max ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "read_iops_burst=a"}), "read_iops_burst=auto ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "iops_size="}), "iops_size=0 ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "--read-bps", ""}), "max ");
    EXPECT_EQ(offered({"limit", "set", "noisy", "--read-bps=m"}), "--read-bps=max ");
    EXPECT_EQ(offered({"csum", "set", "all", "mode=c"}), "mode=complete ");
    EXPECT_EQ(offered({"csum", "set", "--default", ""}), "mode= gso= bad= ");
    EXPECT_EQ(offered({"irq", "pool", "set", "default_quota="}), "default_quota=max ");
    EXPECT_EQ(offered({"irq", "pool", "set", "reserve_max=5", "res"}), "reserve_min= ");
    EXPECT_EQ(offered({"irq", "pool", "set", "reserve_min="}), "");
}

TEST_F(Complete, Options) {
    EXPECT_EQ(offered({"limit", "get", "-"}), "--help --disk --json ");
    EXPECT_EQ(offered({"limit", "get", "--disk", "xvda", "--"}), "--help --json ");
    EXPECT_EQ(offered({"limit", "get", "--json", "--d"}), "--disk ");
    EXPECT_EQ(offered({"limit", "get", "--", "--"}), "");
    EXPECT_EQ(offered({"--v"}), "--version ");
    EXPECT_EQ(offered({"status", "--v"}), "");
}

TEST_F(Complete, Interfaces) {
    FakeVifs vifs(host);
    vifs.ready();
    vifs.vif(1, 0, "vif1.0");
    vifs.vif(1, 1, "dmz");
    EXPECT_EQ(offered({"csum", "get", ""}), "vif1.0 dmz noisy all --default ");
    EXPECT_EQ(offered({"csum", "set", "d"}), "dmz ");
    EXPECT_EQ(offered({"csum", "get", "noisy", ""}), "");
    EXPECT_EQ(offered({"csum", "get", "--default", ""}), "");
}

TEST_F(Complete, Quotas) {
    FakeIrqPool fake(host);
    fake.ready();
    for (const Domid domid : {0U, 1U, 2U})
        fake.domain(domid, 0);
    EXPECT_EQ(offered({"irq", "quota", "set", ""}), "Domain-0 noisy quiet --default --all ");
    EXPECT_EQ(offered({"irq", "quota", "set", "noisy", ""}), "Domain-0 quiet max default ");
    EXPECT_EQ(offered({"irq", "quota", "set", "--all", ""}), "max default ");
    EXPECT_EQ(offered({"irq", "quota", "set", "--default", ""}), "max ");
    EXPECT_EQ(offered({"irq", "quota", "get", "noisy", ""}), "Domain-0 quiet ");
}

TEST_F(Complete, Files) {
    EXPECT_EQ(offered({"apply", ""}), "<files> --follow ");
    EXPECT_EQ(offered({"config", "check", ""}), "<files> ");
    EXPECT_EQ(offered({"apply", "one", "t"}), "<files> ");
}

} // namespace
} // namespace dom0ctl
