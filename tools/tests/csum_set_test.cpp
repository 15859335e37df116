// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_vifs.h"
#include "tests/tool_test.h"

#include <filesystem>

namespace dom0ctl {
namespace {

class CsumSet : public ToolTest {
  protected:
    CsumSet() {
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
        vifs.vif(1, 1, "dmz");
        vifs.vif(2, 0, "vif2.0");
    }

    void expect_untouched() const {
        for (const char* const name : {"vif1.0", "dmz", "vif2.0"})
            EXPECT_EQ(vifs.settings(name), "off netback pass count") << name;
        EXPECT_EQ(vifs.settings({}), "off pass count");
    }

    FakeVifs vifs{host};
};

TEST_F(CsumSet, AGuestByNameMeansAllItsInterfaces) {
    expect_ok(dom0ctl({"csum", "set", "noisy", "mode=complete"}),
              "noisy (domid 1) vif1.0: mode complete, was off\n"
              "noisy (domid 1) dmz: mode complete, was off\n");
    EXPECT_EQ(vifs.settings("vif1.0"), "complete pass count");
    EXPECT_EQ(vifs.settings("dmz"), "complete pass count");
    EXPECT_EQ(vifs.settings("vif2.0"), "off netback pass count");
}

TEST_F(CsumSet, ByPatternAndByUuid) {
    expect_ok(dom0ctl({"csum", "set", "*", "mode=complete"}),
              "noisy (domid 1) vif1.0: mode complete, was off\n"
              "noisy (domid 1) dmz: mode complete, was off\n"
              "quiet (domid 2) vif2.0: mode complete, was off\n");
    expect_ok(dom0ctl({"csum", "set", noisy_uuid, "mode=off"}),
              "noisy (domid 1) vif1.0: mode off, was complete\n"
              "noisy (domid 1) dmz: mode off, was complete\n");
    expect_error(dom0ctl({"csum", "set", "web*", "mode=off"}), ExitCode::no_guest,
                 "no running guest matches 'web*'; 'xl list' shows those that run");
    const std::string other = "00000000-0000-0000-0000-000000000001";
    expect_error(dom0ctl({"csum", "set", other, "mode=off"}), ExitCode::no_guest,
                 "no running guest has the UUID " + other +
                     "; 'xl list -v' shows those that run; write name:" + other +
                     " for a guest that is called so");
}

TEST_F(CsumSet, AnInterfaceByItsNameOfNowTheModeLast) {
    expect_ok(dom0ctl({"csum", "set", "dmz", "mode=verify", "gso=segment", "bad=drop"}),
              "noisy (domid 1) dmz: bad drop, was count\n"
              "noisy (domid 1) dmz: gso segment, was pass\n"
              "noisy (domid 1) dmz: mode verify, was off\n");
    EXPECT_EQ(vifs.settings("dmz"), "verify segment drop");
    EXPECT_EQ(vifs.settings("vif1.0"), "off netback pass count");
}

TEST_F(CsumSet, All) {
    vifs.frontend(0, "eth0");
    expect_ok(dom0ctl({"csum", "set", "all", "gso=segment"}),
              "noisy (domid 1) vif1.0: gso segment, was pass\n"
              "noisy (domid 1) dmz: gso segment, was pass\n"
              "quiet (domid 2) vif2.0: gso segment, was pass\n"
              "eth0: gso segment, was pass\n");
    EXPECT_EQ(vifs.settings("eth0"), "off netfront segment count");
    EXPECT_EQ(vifs.settings({}), "off pass count");
}

TEST_F(CsumSet, Defaults) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"csum", "set", "--default", "mode=verify", "bad=repair"},
          {"csum", "set", "bad=repair", "--default", "mode=verify"},
          {"csum", "set", "bad=repair", "mode=verify", "--default"}}) {
        vifs.ready();
        expect_ok(dom0ctl(arguments), "default: bad repair, was count\n"
                                      "default: mode verify, was off\n");
        EXPECT_EQ(vifs.settings({}), "verify pass repair");
    }
    EXPECT_EQ(vifs.settings("vif1.0"), "off netback pass count");
}

TEST_F(CsumSet, AsJson) {
    const Outcome run = dom0ctl({"csum", "set", "dmz", "gso=segment", "mode=complete", "--json"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.out, R"({"changes":[{"vif":"dmz","handle":1,"domid":1,"name":"noisy",)"
                       R"("setting":"gso","now":"segment","was":"pass"},)"
                       R"({"vif":"dmz","handle":1,"domid":1,"name":"noisy",)"
                       R"("setting":"mode","now":"complete","was":"off"}]})"
                       "\n");
    EXPECT_EQ(dom0ctl({"csum", "set", "--default", "gso=segment", "--json"}).out,
              R"({"changes":[{"setting":"gso","now":"segment","was":"pass"}]})"
              "\n");
}

TEST_F(CsumSet, AMistakeAmongGoodSettingsChangesNothing) {
    const auto refuse = [this](const std::string& setting, const std::string& line) {
        for (const char* const who : {"noisy", "--default"}) {
            expect_error(dom0ctl({"csum", "set", who, "gso=segment", setting}), ExitCode::usage,
                         line);
            expect_untouched();
        }
    };
    constexpr const char* modes = "; it is one of off, complete, nooffload, verify";
    constexpr const char* keys = "; the settings are mode, gso, bad";
    refuse("mode=fast", std::string("mode cannot be 'fast'") + modes);
    refuse("mode=", std::string("mode cannot be ''") + modes);
    refuse("mode", std::string("mode cannot be ''") + modes);
    refuse("mode=Complete", std::string("mode cannot be 'Complete'") + modes);
    refuse("mode=complete netback", std::string("mode cannot be 'complete netback'") + modes);
    refuse("bad=segment", "bad cannot be 'segment'; it is one of count, drop, repair");
    refuse("gso=pass", "gso is given twice; give each setting once");
    refuse("gsp=pass", std::string("there is no setting 'gsp'") + keys);
    refuse("MODE=off", std::string("there is no setting 'MODE'") + keys);
    refuse("stat=0", std::string("there is no setting 'stat'") + keys);
    refuse("=off", std::string("there is no setting ''") + keys);
    refuse("complete", std::string("there is no setting 'complete'") + keys);
}

TEST_F(CsumSet, NothingGiven) {
    expect_error(dom0ctl({"csum", "set", "noisy"}), ExitCode::usage,
                 "no setting given; give at least one, such as mode=complete");
    expect_error(dom0ctl({"csum", "set", "--default"}), ExitCode::usage,
                 "no setting given; give at least one, such as mode=complete");
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"csum", "set"}, {"csum", "set", "mode=off"}})
        expect_error(dom0ctl(arguments), ExitCode::usage,
                     "WHO or --default is required; 'dom0ctl csum set --help' shows what there is");
}

TEST_F(CsumSet, UnknownNames) {
    expect_error(dom0ctl({"csum", "set", "nosuch", "mode=off"}), ExitCode::no_guest,
                 "no running guest and no Xen network interface is called 'nosuch'; 'dom0ctl csum "
                 "list' shows the interfaces that can be seen here");
    expect_error(dom0ctl({"csum", "set", "77", "mode=off"}), ExitCode::no_guest,
                 "no domain with the domid 77 is running; 'xl list' shows those that run; write "
                 "name:77 for a guest that is called 77");
}

TEST_F(CsumSet, AllOrNothing) {
    vifs.protect("vif1.0", "");
    vifs.protect("dmz", "gso");
    vifs.protect("vif2.0", "");
    dom0ctl.as_nobody = true;
    for (const char* const who : {"noisy", "all"}) {
        expect_error(dom0ctl({"csum", "set", who, "mode=off", "gso=segment", "bad=drop"}),
                     ExitCode::no_permission,
                     "no permission to write " + host.root() +
                         "/class/net/dmz/csumfix/gso; the settings already changed were put back; "
                         "run dom0ctl as root");
        EXPECT_EQ(vifs.settings("vif1.0"), "off pass count");
        EXPECT_EQ(vifs.settings("dmz"), "off netback pass count");
        EXPECT_EQ(vifs.settings("vif2.0"), "off netback pass count");
    }
}

TEST_F(CsumSet, WithoutRoot) {
    dom0ctl.as_nobody = true;
    expect_error(dom0ctl({"csum", "set", "noisy", "mode=complete"}), ExitCode::no_permission,
                 "no permission to write " + host.root() +
                     "/class/net/vif1.0/csumfix/mode; run dom0ctl as root");
    expect_untouched();
}

// Its folder is half gone: what was found is not there when it is read.
TEST_F(CsumSet, AnInterfaceThatGoesMeanwhile) {
    const std::string folder = host.root() + "/class/net/dmz/csumfix";
    std::filesystem::remove_all(folder);
    std::filesystem::create_symlink("/nonexistent", folder);
    expect_error(dom0ctl({"csum", "set", "noisy", "mode=complete"}), ExitCode::failed,
                 "xen-csumfix does not look after noisy (domid 1) dmz; dmesg may tell why");
    EXPECT_EQ(vifs.settings("vif1.0"), "off netback pass count");
    expect_ok(dom0ctl({"csum", "set", "all", "mode=complete"}),
              "noisy (domid 1) vif1.0: mode complete, was off\n"
              "quiet (domid 2) vif2.0: mode complete, was off\n");
}

TEST_F(CsumSet, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/module/xen_csumfix");
    for (const char* const who : {"noisy", "all", "--default"})
        expect_error(dom0ctl({"csum", "set", who, "mode=complete"}), ExitCode::not_ready,
                     "the module xen-csumfix is not loaded; run 'modprobe xen-csumfix'");
}

} // namespace
} // namespace dom0ctl
