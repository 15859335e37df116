// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/vifs.h"

#include "tests/fake_names.h"
#include "tests/fake_vifs.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class VifsTest : public testing::Test {
  protected:
    VifsTest() {
        vifs.ready();
        vifs.vif(5, 1, "vif5.1");
        vifs.vif(5, 0, "web"); // renamed
        vifs.vif(10, 0, "vif10.0");
        vifs.vif(6, 0, "db");
        host.folder("class/net/lo");
        host.folder("class/net/eno1");
    }

    // The names of what is found, or "" with an error.
    std::vector<std::string> found(std::string_view who) {
        const Result<std::vector<Vif>> some = find_vifs(world, who);
        EXPECT_TRUE(some) << who << ": " << some.error().what;
        std::vector<std::string> result;
        for (const Vif& vif : some ? *some : std::vector<Vif>{})
            result.push_back(vif.name);
        return result;
    }

    void expect(std::string_view who, ExitCode code, std::string_view line) {
        const Result<std::vector<Vif>> some = find_vifs(world, who);
        ASSERT_FALSE(some) << who;
        EXPECT_EQ(some.error().code, code) << who;
        EXPECT_EQ(one_line(some.error()), line);
    }

    using Names = std::vector<std::string>;

    FakeHost host;
    FakeVifs vifs{host};
    Sysfs sysfs{host.root()};
    FakeNames names{{{0, "Domain-0"},
                     {5, "web1"},
                     {6, "db"},
                     {8, "netless"},
                     {9, "10"},
                     {11, "twin"},
                     {12, "twin"}}};
    World world{sysfs, names};
};

TEST_F(VifsTest, AllInOrderWithTheirGuests) {
    vifs.frontend(0, "eth0");
    const std::vector<Vif> all = list_vifs(world);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_EQ(label(all[0]), "web1 (domid 5) web");
    EXPECT_EQ(label(all[1]), "web1 (domid 5) vif5.1");
    EXPECT_EQ(all[1].handle, 1U);
    EXPECT_EQ(label(all[2]), "db (domid 6) db");
    EXPECT_EQ(label(all[3]), "domid 10 vif10.0");
    EXPECT_EQ(label(all[4]), "eth0");
    EXPECT_FALSE(all[4].guest);
    EXPECT_EQ(found("all"), (Names{"web", "vif5.1", "db", "vif10.0", "eth0"}));
}

TEST_F(VifsTest, OtherDevicesAreNone) {
    host.folder("bus/xen-backend/devices/vbd-5-51712/net/odd");
    host.folder("bus/xen-backend/devices/vif-5/net/odd");
    host.folder("bus/xen-backend/devices/vif-5-x/net/odd");
    host.folder("bus/xen-backend/devices/vif-5-2-1/net/odd");
    host.folder("bus/xen-backend/devices/vif-5-3");
    host.folder("bus/xen/devices/vif-5-0/net/odd");
    host.folder("bus/xen/devices/vkbd-0/net/odd");
    EXPECT_EQ(list_vifs(world).size(), 4U);
}

TEST_F(VifsTest, AGuestMeansAllOfIts) {
    for (const char* const who : {"web1", "5", "name:web1"})
        EXPECT_EQ(found(who), (Names{"web", "vif5.1"})) << who;
    EXPECT_EQ(found("10"), (Names{"vif10.0"}));
}

TEST_F(VifsTest, AnInterfaceByItsNameOfNow) {
    EXPECT_EQ(found("web"), (Names{"web"}));
    EXPECT_EQ(found("vif5.1"), (Names{"vif5.1"}));
    EXPECT_EQ(found("vif:vif10.0"), (Names{"vif10.0"}));
    vifs.frontend(0, "eth0");
    EXPECT_EQ(found("eth0"), (Names{"eth0"}));
}

TEST_F(VifsTest, AnInterfaceNamedAfterItsGuest) {
    EXPECT_EQ(found("db"), (Names{"db"}));
    vifs.vif(6, 1, "vif6.1");
    expect("db", ExitCode::usage,
           "'db' is a guest and an interface; write name:db for the guest, vif:db for the "
           "interface");
    EXPECT_EQ(found("name:db"), (Names{"db", "vif6.1"}));
    EXPECT_EQ(found("vif:db"), (Names{"db"}));
    vifs.vif(10, 1, "web1");
    expect("web1", ExitCode::usage,
           "'web1' is a guest and an interface; write name:web1 for the guest, vif:web1 for the "
           "interface");
    names.failure = Error{ExitCode::not_ready, "no xenstore", "start it"};
    EXPECT_EQ(found("web1"), (Names{"web1"}));
}

TEST_F(VifsTest, DigitsAreADomidWhateverAnInterfaceIsCalled) {
    vifs.vif(6, 1, "10");
    EXPECT_EQ(found("10"), (Names{"vif10.0"}));
    EXPECT_EQ(found("vif:10"), (Names{"10"}));
    expect("name:10", ExitCode::no_guest,
           "10 (domid 9) has no network interface on the xen-netback of this domain; 'xl "
           "network-list' shows its interfaces");
}

TEST_F(VifsTest, NobodyOfThatName) {
    expect("nosuch", ExitCode::no_guest,
           "no running guest and no Xen network interface is called 'nosuch'; 'dom0ctl csum list' "
           "shows the interfaces that can be seen here");
    expect("name:vif5.1", ExitCode::no_guest,
           "no running guest is called 'vif5.1'; 'xl list' shows those that run");
    for (const char* const name : {"nosuch", "web1", "", ".", "../../module"})
        expect(std::string("vif:") + name, ExitCode::no_guest,
               "no Xen network interface is called '" + std::string(name) +
                   "'; 'dom0ctl csum list' shows the interfaces that can be seen here");
    expect("7", ExitCode::no_guest,
           "no domain with the domid 7 is running; 'xl list' shows those that run; write name:7 "
           "for a guest that is called 7");
    expect("twin", ExitCode::no_guest,
           "several domains are called 'twin': domids 11, 12; give the domid");
    EXPECT_EQ(find_vifs(world, "").error().code, ExitCode::usage);
    EXPECT_EQ(find_vifs(world, "99999").error().code, ExitCode::usage);
}

TEST_F(VifsTest, AnInterfaceThatIsNotXens) {
    for (const char* const who : {"eno1", "vif:eno1"})
        expect(who, ExitCode::no_guest,
               "eno1 is not a Xen network interface; 'dom0ctl csum list' shows the interfaces "
               "that can be seen here");
}

TEST_F(VifsTest, AGuestWithoutAnInterface) {
    expect("netless", ExitCode::no_guest,
           "netless (domid 8) has no network interface on the xen-netback of this domain; 'xl "
           "network-list' shows its interfaces");
}

// In another namespace, the device is there and its interface cannot be seen.
TEST_F(VifsTest, AGuestWhoseInterfacesAreElsewhere) {
    vifs.vanish("vif-5-0", "web");
    EXPECT_EQ(found("web1"), (Names{"vif5.1"}));
    vifs.vanish("vif-5-1", "vif5.1");
    expect("web1", ExitCode::no_guest,
           "web1 (domid 5) has no network interface in this network namespace; run dom0ctl in "
           "the one it was moved to: 'ip netns exec NAME dom0ctl ...'");
}

TEST_F(VifsTest, WithoutXenstore) {
    names.failure = Error{ExitCode::not_ready, "no xenstore", "start it"};
    EXPECT_EQ(found("5"), (Names{"web", "vif5.1"}));
    EXPECT_EQ(found("vif5.1"), (Names{"vif5.1"}));
    EXPECT_EQ(label(list_vifs(world)[0]), "domid 5 web");
    expect("web1", ExitCode::not_ready,
           "cannot look up guest 'web1': no xenstore; start it, or give the domid or an interface");
}

TEST_F(VifsTest, AnInterfaceThatTheModuleDoesNotHave) {
    vifs.bare(5, 2, "vif5.2");
    EXPECT_EQ(found("all").size(), 4U);
    for (const char* const who : {"vif5.2", "web1"})
        expect(who, ExitCode::failed,
               "xen-csumfix does not look after web1 (domid 5) vif5.2; dmesg may tell why");
}

TEST_F(VifsTest, WithoutTheModule) {
    std::filesystem::remove_all(host.root() + "/module/xen_csumfix");
    for (const char* const who : {"all", "web1", "nosuch"})
        expect(who, ExitCode::not_ready,
               "the module xen-csumfix is not loaded; run 'modprobe xen-csumfix'");
    std::filesystem::remove_all(host.root() + "/hypervisor");
    expect("all", ExitCode::not_ready,
           "this system does not run on Xen; run dom0ctl in the domain whose network interfaces "
           "are to be set");
}

TEST_F(VifsTest, NoInterfaceAtAllIsNoErrorForAll) {
    const FakeHost idle;
    FakeVifs(idle).ready();
    const Sysfs tree(idle.root());
    World empty{tree, names};
    const Result<std::vector<Vif>> all = find_vifs(empty, "all");
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->empty());
}

} // namespace
} // namespace dom0ctl
