// SPDX-License-Identifier: GPL-2.0-or-later
// csum set and irq quota set --persist; those of limit set are in limit_persist_test.cpp.
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/text_files.h"
#include "tests/tool_test.h"

namespace dom0ctl {
namespace {

class Persisting : public ToolTest {
  protected:
    Persisting() {
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
        vifs.vif(1, 1, "vif1.1");
        vifs.vif(2, 0, "quiet-eth");
        pool.ready();
        pool.domain(0, 0);
        pool.domain(1, 0);
        pool.domain(2, 0);
        write_text(own, ""); // which does not count as what a person has written
    }

    std::string entries() const { return read_text(own); }

    std::string own = host.scratch("limits.d/90-dom0ctl.toml");
    FakeVifs vifs{host};
    FakeIrqPool pool{host};
};

TEST_F(Persisting, ChecksumsOfAGuestAndOfAnInterface) {
    const std::string head = "# Written by dom0ctl --persist, and free to be edited;\n"
                             "# dom0ctl-apply(8) describes it under LIMITS FILES.\n";
    expect_ok(dom0ctl({"csum", "set", "noisy", "mode=complete", "--persist"}),
              "noisy (domid 1) vif1.0: mode complete, was off\n"
              "noisy (domid 1) vif1.1: mode complete, was off\n"
              "kept in " +
                  own + "\n");
    EXPECT_EQ(entries(), head + "\n[[csum]]\nguest = \"noisy\"\nmode = \"complete\"\n");
    expect_ok(dom0ctl({"csum", "set", "vif1.1", "mode=verify", "bad=drop", "--persist"}),
              "noisy (domid 1) vif1.1: bad drop, was count\n"
              "noisy (domid 1) vif1.1: mode verify, was complete\n"
              "kept in " +
                  own + "\n");
    EXPECT_EQ(entries(), head + "\n[[csum]]\nguest = \"noisy\"\nmode = \"complete\"\n"
                                "\n[[csum]]\nguest = \"noisy\"\nvif = 1\nmode = \"verify\"\n"
                                "bad = \"drop\"\n");
    expect_ok(dom0ctl({"apply"}), "");
    // Of all of them again: behind what is said of one.
    EXPECT_EQ(dom0ctl({"csum", "set", "noisy", "mode=off", "--persist"}).exit_code, 0);
    expect_ok(dom0ctl({"apply"}), "");
    EXPECT_EQ(vifs.settings("vif1.1"), "off pass drop");
}

TEST_F(Persisting, ChecksumsOfNobodyInParticular) {
    expect_error(dom0ctl({"csum", "set", "all", "mode=off", "--persist"}), ExitCode::usage,
                 "--persist is for guests and their interfaces, not for all; write an entry for "
                 "guest = \"*\" into a limits file, and run dom0ctl apply");
    expect_error(dom0ctl({"csum", "set", "--default", "mode=off", "--persist"}), ExitCode::usage,
                 "--default excludes --persist; 'dom0ctl csum set --help' shows what there is");
    vifs.frontend(0, "eth0");
    expect_error(
        dom0ctl({"csum", "set", "eth0", "mode=verify", "--persist"}), ExitCode::usage,
        "eth0 is no guest's interface; leave --persist out; limits files are about guests");
    EXPECT_EQ(entries(), "");
}

TEST_F(Persisting, Quotas) {
    expect_ok(dom0ctl({"irq", "quota", "set", "noisy", "quiet", "64", "--persist"}),
              "noisy (domid 1): quota 64, was default\n"
              "quiet (domid 2): quota 64, was default\n"
              "kept in " +
                  own + "\n");
    expect_ok(dom0ctl({"irq", "quota", "set", "quiet", "max", "--persist"}),
              "quiet (domid 2): quota max, was 64\n"
              "kept in " +
                  own + "\n");
    EXPECT_TRUE(entries().ends_with("\n[[irq]]\nguest = \"noisy\"\nquota = 64\n"
                                    "\n[[irq]]\nguest = \"quiet\"\nquota = \"max\"\n"))
        << entries();
    expect_ok(dom0ctl({"apply"}), "");
    for (const char* const option : {"--all", "--default"})
        expect_error(dom0ctl({"irq", "quota", "set", option, "64", "--persist"}), ExitCode::usage,
                     std::string(option) +
                         " excludes --persist; 'dom0ctl irq quota set --help' shows what there is");
}

} // namespace
} // namespace dom0ctl
