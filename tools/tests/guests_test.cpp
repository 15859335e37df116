// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/guests.h"

#include "tests/fake_names.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

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

constexpr const char* some_uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";

TEST(FindGuest, ByUuid) {
    FakeNames names = some_names();
    names.uuids = {{0, "00000000-0000-0000-0000-000000000000"}, {5, some_uuid}};
    for (const char* const spec :
         {"6f1c1f6e-9c4b-4f0e-8a43-0123456789ab", "6F1C1F6E-9C4B-4F0E-8A43-0123456789AB",
          "uuid:6f1c1f6e-9c4b-4f0e-8a43-0123456789ab"}) {
        const Result<Guest> guest = find_guest(names, spec);
        ASSERT_TRUE(guest) << spec;
        EXPECT_EQ(guest->domid, 5U);
        EXPECT_EQ(guest->name, "web1");
    }
}

TEST(FindGuest, UnknownUuid) {
    FakeNames names({{3, some_uuid}});
    const Result<Guest> by_uuid = find_guest(names, some_uuid);
    ASSERT_FALSE(by_uuid);
    EXPECT_EQ(one_line(by_uuid.error()),
              "no running guest has the UUID 6f1c1f6e-9c4b-4f0e-8a43-0123456789ab; 'xl list -v' "
              "shows those that run; write name:6f1c1f6e-9c4b-4f0e-8a43-0123456789ab for a guest "
              "that is called so");
    EXPECT_EQ(by_uuid.error().code, ExitCode::no_guest);

    const Result<Guest> by_name = find_guest(names, std::string("name:") + some_uuid);
    ASSERT_TRUE(by_name);
    EXPECT_EQ(by_name->domid, 3U);
}

TEST(FindGuest, TheSameUuidTwiceIsRefused) {
    FakeNames names = some_names();
    names.uuids = {{5, some_uuid}, {8, some_uuid}};
    const Result<Guest> guest = find_guest(names, some_uuid);
    ASSERT_FALSE(guest);
    EXPECT_EQ(guest.error().code, ExitCode::no_guest);
    EXPECT_EQ(guest.error().what,
              "several domains have the UUID 6f1c1f6e-9c4b-4f0e-8a43-0123456789ab: domids 5, 8");
}

TEST(FindGuest, WhatIsNoUuidIsAName) {
    FakeNames names = some_names();
    for (const char* const text :
         {"6f1c1f6e-9c4b-4f0e-8a43-0123456789a", "6f1c1f6e-9c4b-4f0e-8a43-0123456789abc",
          "6f1c1f6e-9c4b-4f0e-8a43-0123456789ag", "6f1c1f6e9c4b4f0e8a430123456789ab----"}) {
        const Result<Guest> bare = find_guest(names, text);
        ASSERT_FALSE(bare) << text;
        EXPECT_EQ(bare.error().code, ExitCode::no_guest) << text;
        const Result<Guest> said = find_guest(names, std::string("uuid:") + text);
        ASSERT_FALSE(said) << text;
        EXPECT_EQ(said.error().code, ExitCode::usage) << text;
        EXPECT_EQ(said.error().what, fmt::format("'{}' is no UUID", text));
    }
}

TEST(FindGuest, APatternIsNotOneGuest) {
    FakeNames names({{3, "web1"}, {4, "web*"}});
    const Result<Guest> pattern = find_guest(names, "web*");
    ASSERT_FALSE(pattern);
    EXPECT_EQ(pattern.error().code, ExitCode::usage);
    EXPECT_EQ(one_line(pattern.error()), "'web*' is a pattern, where one guest is meant; name the "
                                         "guest; write name:web* for one that is called so");
    const Result<Guest> by_name = find_guest(names, "name:web*");
    ASSERT_TRUE(by_name);
    EXPECT_EQ(by_name->domid, 4U);
}

std::string domids(const Result<std::vector<Guest>>& guests) {
    std::string text;
    if (!guests)
        return one_line(guests.error());
    for (const Guest& guest : *guests)
        text += fmt::format("{} ", guest.domid);
    return text;
}

TEST(MatchingGuests, AreThoseOfThePatternWithoutDom0) {
    FakeNames names({{0, "Domain-0"}, {3, "web1"}, {4, "web22"}, {5, "db[1]"}, {6, ""}});
    EXPECT_EQ(domids(matching_guests(names, "*")), "3 4 5 ");
    EXPECT_EQ(domids(matching_guests(names, "web*")), "3 4 ");
    EXPECT_EQ(domids(matching_guests(names, "web?")), "3 ");
    EXPECT_EQ(domids(matching_guests(names, "[dw]*1*")), "3 5 ");
    EXPECT_EQ(domids(matching_guests(names, "db[[]1]")), "5 ");
    EXPECT_EQ(domids(matching_guests(names, "Dom*")),
              "no running guest matches 'Dom*'; 'xl list' shows those that run");
    names.failure = Error{ExitCode::not_ready, "no xenstore", "start it"};
    EXPECT_EQ(domids(matching_guests(names, "web*")),
              "cannot look up guest 'web*': no xenstore; start it, or give the domid");
}

// Whatever a guest is called: what is offered for it finds it.
TEST(SpecOf, FindsTheGuestAgain) {
    std::map<Domid, std::string> called;
    for (const char* const name :
         {"web1", "5", "all", "web*", "a?", "[x]", "-v", "name:x", "uuid:x", "vif:x", "a=b",
          "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab", "two words"})
        called.emplace(called.size() + 10, name);
    FakeNames names(called);
    for (const auto& [domid, name] : called) {
        const Result<Guest> guest = find_guest(names, spec_of({domid, name}));
        ASSERT_TRUE(guest) << name;
        EXPECT_EQ(guest->domid, domid) << name;
    }
    EXPECT_EQ(spec_of({7, "web1"}), "web1");
    EXPECT_EQ(spec_of({7, "web*"}), "name:web*");
    EXPECT_EQ(spec_of({7, ""}), "7");
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
    EXPECT_EQ(display_name({5, "zoë"}), "zoë");
    // A control character of Unicode, bytes that are no UTF-8, what turns the writing.
    EXPECT_EQ(display_name({5, "a\xc2\x9b"
                               "31mb"}),
              "a?31mb");
    EXPECT_EQ(display_name({5, "a\x9b"
                               "31mb"}),
              "a?31mb");
    EXPECT_EQ(display_name({5, "a\xff\xc3"}), "a??");
    EXPECT_EQ(display_name({5, "\xc0\xaf\xed\xa0\x80"}), "?????");
    EXPECT_EQ(display_name({5, "a\xe2\x80\xae"
                               "b"}),
              "a?b");
    EXPECT_EQ(display_name({5, "\xf0\x9f\x90\xa7\xf5\x80\x80\x80"}), "\xf0\x9f\x90\xa7????");
}

} // namespace
} // namespace dom0ctl
