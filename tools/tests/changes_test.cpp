// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/changes.h"

#include "tests/fake_host.h"

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
    const Guest one{1, "one"};
    const Guest two{2, "two"};
};

TEST_F(ChangesTest, OnlyWhatIsWantedChanges) {
    host.set_knob(1, "read_bps", "7");
    const auto made =
        make(changes_for(one, {std::nullopt, Rate{4'000'000}, std::nullopt, Rate{9}}));
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 2U);
    EXPECT_EQ((*made)[0].knob, 1U);
    EXPECT_EQ((*made)[0].was, Rate::max());
    EXPECT_EQ((*made)[0].now, Rate{4'000'000});
    EXPECT_EQ(host.all_knobs(1), "7 4000000 max 9");
    EXPECT_EQ(host.all_knobs(2), "max max max max");
}

TEST_F(ChangesTest, AFailedWritePutsBackTheEarlierOnes) {
    host.set_knob(1, "read_bps", "7");
    host.protect(1, "read_iops");
    const Unprivileged nobody_now;
    const auto made = make(changes_for(one, {Rate{11}, Rate{12}, Rate{13}, Rate{14}}));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_permission);
    EXPECT_TRUE(made.error().what.ends_with("; the limits already changed were put back"))
        << made.error().what;
    EXPECT_EQ(host.all_knobs(1), "7 max max max");
}

TEST_F(ChangesTest, AFailureOfTheFirstWriteHasNothingToPutBack) {
    host.protect(1, "read_bps");
    const Unprivileged nobody_now;
    const auto made = make(changes_for(one, {Rate{11}, Rate{12}, std::nullopt, std::nullopt}));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what.find("put back"), std::string::npos) << made.error().what;
    EXPECT_EQ(host.all_knobs(1), "max max max max");
}

TEST_F(ChangesTest, AFailureOfOneGuestPutsBackTheOtherOne) {
    host.protect(2, "read_bps");
    host.protect(1, "write_iops");
    std::vector<Change> changes =
        changes_for(one, {Rate{11}, std::nullopt, std::nullopt, std::nullopt});
    changes.push_back({two, 0, Rate{22}, {}, {}});
    const Unprivileged nobody_now;
    EXPECT_FALSE(make(changes));
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(ChangesTest, NothingIsWrittenIfOneLimitCannotBeRead) {
    remove(1, "write_iops");
    const auto made = make(changes_for(one, {Rate{11}, std::nullopt, std::nullopt, Rate{14}}));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_guest);
    EXPECT_EQ(host.knob(1, "read_bps"), "max");
}

TEST_F(ChangesTest, AGuestThatIsGoneCanBeSkipped) {
    remove(1, "read_bps");
    std::vector<Change> changes =
        changes_for(one, {Rate{11}, std::nullopt, std::nullopt, std::nullopt});
    changes.push_back({two, 0, Rate{22}, {}, {}});
    const auto made = make(changes, Vanished::is_skipped);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 1U);
    EXPECT_EQ((*made)[0].guest.domid, 2U);
    EXPECT_EQ(host.knob(2, "read_bps"), "22");
}

} // namespace
} // namespace dom0ctl
