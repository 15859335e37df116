// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/guests.h"

#include "tests/fake_names.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

FakeNames some_names() {
    return FakeNames({{0, "Domain-0"}, {5, "web1"}, {7, "5"}, {8, ""}});
}

TEST(FindGuest, ByName) {
    FakeNames names = some_names();
    const Result<Guest> guest = find_guest(names, "web1");
    ASSERT_TRUE(guest);
    EXPECT_EQ(guest->domid, 5U);
    EXPECT_EQ(guest->name, "web1");
}

TEST(FindGuest, DigitsAreADomidAsInXl) {
    FakeNames names = some_names();
    const Result<Guest> guest = find_guest(names, "5");
    ASSERT_TRUE(guest);
    EXPECT_EQ(guest->domid, 5U);
    EXPECT_EQ(guest->name, "web1");
}

TEST(FindGuest, APrefixReachesAGuestCalledLikeANumber) {
    FakeNames names = some_names();
    const Result<Guest> guest = find_guest(names, "name:5");
    ASSERT_TRUE(guest);
    EXPECT_EQ(guest->domid, 7U);
}

TEST(FindGuest, UnknownName) {
    FakeNames names = some_names();
    const Result<Guest> guest = find_guest(names, "web9");
    ASSERT_FALSE(guest);
    EXPECT_EQ(guest.error().code, ExitCode::no_guest);
    EXPECT_EQ(guest.error().what, "no running guest is called 'web9'");
}

TEST(FindGuest, AnEmptyNameFindsNobody) {
    FakeNames names({{1, ""}});
    for (const char* const spec : {"", "name:"}) {
        const Result<Guest> guest = find_guest(names, spec);
        ASSERT_FALSE(guest);
        EXPECT_EQ(guest.error().code, ExitCode::usage);
    }
}

TEST(FindGuest, TheSameNameTwiceIsRefused) {
    FakeNames names({{3, "twin"}, {9, "twin"}});
    const Result<Guest> guest = find_guest(names, "twin");
    ASSERT_FALSE(guest);
    EXPECT_EQ(guest.error().code, ExitCode::no_guest);
    EXPECT_EQ(guest.error().what, "several domains are called 'twin': domids 3, 9");
}

TEST(FindGuest, NumbersThatNoDomainCanHave) {
    FakeNames names = some_names();
    for (const char* const spec : {"32752", "4294967296", "99999999999999999999"}) {
        const Result<Guest> guest = find_guest(names, spec);
        ASSERT_FALSE(guest) << spec;
        EXPECT_EQ(guest.error().code, ExitCode::usage) << spec;
    }
    EXPECT_TRUE(find_guest(names, "32751"));
}

TEST(FindGuest, WithoutXenstoreNumbersStillWork) {
    FakeNames names = some_names();
    names.failure = Error{ExitCode::not_ready, "xenstore cannot be reached", "start xenstored"};
    const Result<Guest> by_number = find_guest(names, "5");
    ASSERT_TRUE(by_number);
    EXPECT_EQ(by_number->name, "");

    const Result<Guest> by_name = find_guest(names, "web1");
    ASSERT_FALSE(by_name);
    EXPECT_EQ(by_name.error().code, ExitCode::not_ready);
    EXPECT_EQ(one_line(by_name.error()), "cannot look up guest 'web1': xenstore cannot be reached; "
                                         "start xenstored, or give the domid");
}

TEST(Guest, LabelsAreSafeToPrint) {
    EXPECT_EQ(label({5, "web1"}), "web1 (domid 5)");
    EXPECT_EQ(label({5, ""}), "domid 5");
    EXPECT_EQ(label({5, "a\n\x1b[31mb"}), "a??[31mb (domid 5)");
    EXPECT_EQ(display_name({5, ""}), "-");
}

} // namespace
} // namespace dom0ctl
