// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/target.h"

#include "tests/fake_host.h"
#include "tests/fake_names.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace dom0ctl {
namespace {

class TargetTest : public testing::Test {
  protected:
    void expect(std::string_view spec, ExitCode code, std::string_view what) {
        const Result<Guest> guest = governed_guest(world, spec);
        ASSERT_FALSE(guest);
        EXPECT_EQ(guest.error().code, code);
        EXPECT_EQ(guest.error().what, what);
        EXPECT_NE(guest.error().hint, "");
    }

    void no_xenstore() { names.failure = Error{ExitCode::not_ready, "no xenstore", "start it"}; }

    FakeHost host;
    Sysfs sysfs{host.root()};
    FakeNames names{{{0, "Domain-0"}, {5, "web1"}, {6, "diskless"}}};
    World world{sysfs, names};
};

TEST_F(TargetTest, AGovernedGuestByNameAndByNumber) {
    host.ready();
    host.governed(5);
    for (const char* const spec : {"web1", "5", "name:web1"}) {
        const Result<Guest> guest = governed_guest(world, spec);
        ASSERT_TRUE(guest) << spec;
        EXPECT_EQ(guest->domid, 5U);
        EXPECT_EQ(guest->name, "web1");
    }
}

TEST_F(TargetTest, ADiskByNameAndByNumber) {
    host.ready();
    host.governed(5);
    host.governed_disk(5, 51728);
    host.governed_disk(6, 768);
    for (const char* const spec : {"xvdb", "51728", "051728"}) {
        const Result<Target> target = governed_target(world, "web1", spec);
        ASSERT_TRUE(target) << spec;
        EXPECT_EQ(target->guest.domid, 5U);
        EXPECT_EQ(target->disk, 51728U);
    }
    const Result<Target> whole = governed_target(world, "web1", std::nullopt);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->disk, std::nullopt);
}

TEST_F(TargetTest, ADiskThatIsNotThere) {
    host.ready();
    host.governed(5);
    host.governed_disk(5, 51728);
    host.governed_disk(6, 768);
    host.vbd(5, 832); // hdb, not under the throttle
    for (const char* const spec : {"hda", "768", "hdb", "xvd", "", "XVDA", "xvda1"}) {
        const Result<Target> target = governed_target(world, "web1", spec);
        ASSERT_FALSE(target) << spec;
        EXPECT_EQ(target.error().code, ExitCode::no_guest);
        EXPECT_EQ(target.error().what,
                  "web1 (domid 5) has no disk '" + std::string(spec) + "' that can be limited");
        EXPECT_EQ(target.error().hint, "it has xvda, xvdb");
    }
    std::filesystem::remove_all(host.root() + "/bus/xen-backend/devices");
    const Result<Target> none = governed_target(world, "web1", "xvda");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().hint, "it has none at all ('xl block-list' shows its disks)");
}

TEST_F(TargetTest, NumbersNeedNoXenstore) {
    host.ready();
    host.governed(5);
    no_xenstore();
    EXPECT_TRUE(governed_guest(world, "5"));
    expect("web1", ExitCode::not_ready, "cannot look up guest 'web1': no xenstore");
}

TEST_F(TargetTest, WithoutTheModuleTheGuestDoesNotMatter) {
    host.xen();
    expect("nosuch", ExitCode::not_ready, "the module xen-blkthrottle is not loaded");
}

TEST_F(TargetTest, ADomidThatDoesNotRun) {
    host.ready();
    expect("9", ExitCode::no_guest, "no domain with the domid 9 is running");
    no_xenstore();
    expect("9", ExitCode::no_guest, "no domain with the domid 9 is running");
}

TEST_F(TargetTest, AGuestWithoutADisk) {
    host.ready();
    expect("diskless", ExitCode::no_guest,
           "diskless (domid 6) has no disk on the xen-blkback of this domain");
    host.folder("bus/xen-backend/devices/vif-6-0");
    no_xenstore();
    expect("6", ExitCode::no_guest, "domid 6 has no disk on the xen-blkback of this domain");
}

TEST_F(TargetTest, AGuestWhoseDiskIsNotConnected) {
    host.ready();
    host.vbd(5, 51712);
    expect("web1", ExitCode::no_guest, "web1 (domid 5) has no connected disk yet");
}

TEST_F(TargetTest, TheStockBlkbackIsNamedAsTheReason) {
    host.ready();
    std::filesystem::remove(host.root() + "/module/xen_backend_hooks/holders/xen_blkback");
    host.vbd(5, 51712);
    constexpr std::string_view what =
        "the running xen-blkback is not the patched one, so no disk can be limited";
    expect("web1", ExitCode::not_ready, what);
    const Result<std::vector<Guest>> all = governed_guests(world);
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().what, what);
}

TEST_F(TargetTest, AllGuestsWithTheNamesThatAreKnown) {
    host.ready();
    host.governed(5);
    host.governed(11);
    const Result<std::vector<Guest>> all = governed_guests(world);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 2U);
    EXPECT_EQ((*all)[0].name, "web1");
    EXPECT_EQ((*all)[1].domid, 11U);
    EXPECT_EQ((*all)[1].name, "");
}

TEST_F(TargetTest, NoGuestIsNoErrorWhenAllIsInPlace) {
    host.ready();
    const Result<std::vector<Guest>> all = governed_guests(world);
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->empty());
}

} // namespace
} // namespace dom0ctl
