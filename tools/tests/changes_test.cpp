// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/changes.h"

#include "tests/fake_host.h"
#include "tests/wanted.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class ChangesTest : public testing::Test {
  protected:
    ChangesTest() {
        host.ready();
        host.governed(1);
        host.governed(2);
    }

    Result<std::vector<Change>> make(std::vector<Change> changes,
                                     Vanished vanished = Vanished::is_an_error) const {
        return make_changes(throttle, std::move(changes), vanished);
    }

    void remove(Domid domid, std::string_view name) const {
        std::filesystem::remove(host.root() + "/" + host.knob_path(domid, name));
    }

    FakeHost host;
    Sysfs sysfs{host.root()};
    Throttle throttle{sysfs};
    const Target one{{1, "one"}, {}};
    const Target two{{2, "two"}, {}};
    const Target disk{{1, "one"}, 51712};
};

TEST_F(ChangesTest, OnlyWhatIsWantedChanges) {
    host.set_knob(1, "read_bps", "7");
    const auto made =
        make(changes_for(one, wanted({{"write_bps", Value{4'000'000}}, {"write_iops", Value{9}}})));
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    EXPECT_EQ((*made)[0].knob, 1U);
    EXPECT_EQ((*made)[0].was, Value::unset());
    EXPECT_EQ((*made)[0].now, Value{4'000'000});
    EXPECT_EQ(host.limits(1), "read_bps=7 write_bps=4000000 write_iops=9");
    EXPECT_EQ(host.limits(2), "");
}

TEST_F(ChangesTest, AFailedWritePutsBackTheEarlierOnes) {
    host.set_knob(1, "read_bps", "7");
    host.protect(1, "read_iops");
    const Unprivileged nobody_now;
    const auto made = make(changes_for(one, wanted({{"read_bps", Value{11}},
                                                    {"write_bps", Value{12}},
                                                    {"read_iops", Value{13}},
                                                    {"write_iops", Value{14}}})));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_permission);
    EXPECT_TRUE(made.error().what.ends_with("; the limits already changed were put back"))
        << made.error().what;
    EXPECT_EQ(host.limits(1), "read_bps=7");
}

TEST_F(ChangesTest, AFailureOfTheFirstWriteHasNothingToPutBack) {
    host.protect(1, "read_bps");
    const Unprivileged nobody_now;
    const auto made =
        make(changes_for(one, wanted({{"read_bps", Value{11}}, {"write_bps", Value{12}}})));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what.find("put back"), std::string::npos) << made.error().what;
    EXPECT_EQ(host.limits(1), "");
}

TEST_F(ChangesTest, AFailureOfOneGuestPutsBackTheOtherOne) {
    host.protect(2, "read_bps");
    host.protect(1, "write_iops");
    std::vector<Change> changes = changes_for(one, wanted({{"read_bps", Value{11}}}));
    changes.push_back({two, 0, Value{22}, {}, {}});
    const Unprivileged nobody_now;
    EXPECT_FALSE(make(changes));
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(ChangesTest, NothingIsWrittenIfOneLimitCannotBeRead) {
    remove(1, "write_iops");
    const auto made =
        make(changes_for(one, wanted({{"read_bps", Value{11}}, {"write_iops", Value{14}}})));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_guest);
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(ChangesTest, AGuestThatIsGoneCanBeSkipped) {
    remove(1, "read_bps");
    std::vector<Change> changes = changes_for(one, wanted({{"read_bps", Value{11}}}));
    changes.push_back({two, 0, Value{22}, {}, {}});
    const auto made = make(changes, Vanished::is_skipped);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 1U);
    EXPECT_EQ((*made)[0].target.guest.domid, 2U);
    EXPECT_EQ(host.knob(2, "read_bps"), "22");
}

TEST_F(ChangesTest, AFailureOfADiskPutsBackTheDomain) {
    host.set_knob(1, "total_bps", "7");
    host.protect(disk.scope(), "write_iops_burst");
    host.protect(1, "iops_size");
    std::vector<Change> changes = changes_for(one, wanted({{"total_bps", Value{11}}}));
    for (const Change& change :
         changes_for(disk, wanted({{"read_bps", Value{12}}, {"write_iops_burst", Value{13}}})))
        changes.push_back(change);
    const Unprivileged nobody_now;
    const auto made = make(changes);
    ASSERT_FALSE(made);
    EXPECT_EQ(host.limits(1), "total_bps=7");
    EXPECT_EQ(host.limits(disk.scope()), "");
}

TEST_F(ChangesTest, AreLabelledWithTheDisk) {
    EXPECT_EQ(label(one), "one (domid 1)");
    EXPECT_EQ(label(disk), "one (domid 1) xvda");
}

} // namespace
} // namespace dom0ctl
