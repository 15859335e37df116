// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/controls.h"

#include "tests/fake_samples.h"

#include <gtest/gtest.h>

#include <string_view>

namespace dom0ctl {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t rows = 250;
constexpr std::size_t room = 18;

class TopControls : public testing::Test {
  protected:
    void press(TopKey key) { dom0ctl::press(state, {key, 0}, rows, room); }
    void type(std::string_view text) {
        for (const char c : text)
            dom0ctl::press(state, {TopKey::character, c}, rows, room);
    }

    TopState state;
};

TEST_F(TopControls, ScrollWithinTheRows) {
    press(TopKey::up);
    EXPECT_EQ(state.offset, 0U);
    press(TopKey::down);
    EXPECT_EQ(state.offset, 1U);
    press(TopKey::page_down);
    EXPECT_EQ(state.offset, 19U);
    press(TopKey::end);
    EXPECT_EQ(state.offset, rows - room);
    press(TopKey::page_down);
    EXPECT_EQ(state.offset, rows - room);
    press(TopKey::page_up);
    EXPECT_EQ(state.offset, rows - 2 * room);
    press(TopKey::home);
    EXPECT_EQ(state.offset, 0U);
    press(TopKey::page_up);
    EXPECT_EQ(state.offset, 0U);
}

TEST_F(TopControls, RowsThatGoTakeTheOffsetWithThem) {
    press(TopKey::end);
    stay_within(state, 20, room);
    EXPECT_EQ(state.offset, 2U);
    stay_within(state, 3, room);
    EXPECT_EQ(state.offset, 0U);
    stay_within(state, 0, 0);
    EXPECT_EQ(state.offset, 0U);
}

TEST_F(TopControls, SortGoesRoundTheColumnsOfTheView) {
    const std::string first = state.settings.sort;
    std::size_t steps = 0;
    do {
        type("s");
        EXPECT_NE(state.settings.sort, "disk") << "guests have no disk to be sorted by";
        ++steps;
    } while (state.settings.sort != first && steps < 100);
    EXPECT_EQ(steps, top_columns().size() - 1);
    type("s");
    EXPECT_NE(state.settings.sort, first);
    type("S");
    EXPECT_EQ(state.settings.sort, first);
    type("r");
    EXPECT_TRUE(state.settings.reverse);
    type("r");
    EXPECT_FALSE(state.settings.reverse);
}

TEST_F(TopControls, AColumnThatDisksDoNotHaveIsLeft) {
    state.settings.sort = "channels";
    type("d");
    EXPECT_TRUE(state.settings.disks);
    EXPECT_TRUE(state.look);
    EXPECT_EQ(state.settings.sort, "rate");
    state.settings.sort = "disk";
    type("d");
    EXPECT_FALSE(state.settings.disks);
    EXPECT_EQ(state.settings.sort, "rate");
}

TEST_F(TopControls, TheFilterTakesEveryCharacterUntilEnter) {
    press(TopKey::page_down);
    type("/qwe*");
    EXPECT_EQ(state.typing, "qwe*");
    EXPECT_FALSE(state.quit);
    press(TopKey::backspace);
    type("\xc3\xa4");
    press(TopKey::backspace);
    EXPECT_EQ(state.typing, "qwe");
    EXPECT_EQ(state.settings.filter, "");
    press(TopKey::enter);
    EXPECT_EQ(state.typing, std::nullopt);
    EXPECT_EQ(state.settings.filter, "qwe");
    EXPECT_EQ(state.offset, 0U);
    type("/x");
    press(TopKey::escape);
    EXPECT_EQ(state.settings.filter, "qwe");
    press(TopKey::escape);
    EXPECT_EQ(state.settings.filter, "");
    type("/");
    press(TopKey::backspace);
    EXPECT_EQ(state.typing, "");
}

TEST_F(TopControls, TheDelayHasABottomAndATop) {
    EXPECT_EQ(state.settings.delay, 3s);
    type("+");
    EXPECT_EQ(state.settings.delay, 5s);
    type("--");
    EXPECT_EQ(state.settings.delay, 2s);
    type("--------------------");
    EXPECT_EQ(state.settings.delay, shortest_delay);
    type("++++++++++++++++++++");
    EXPECT_EQ(state.settings.delay, longest_delay);
    state.settings.delay = 1234ms;
    type("-");
    EXPECT_EQ(state.settings.delay, 1s);
}

TEST_F(TopControls, HelpIsLeftByAnyKey) {
    type("?");
    EXPECT_TRUE(state.help);
    type("q");
    EXPECT_FALSE(state.help);
    EXPECT_FALSE(state.quit);
    press(TopKey::help);
    EXPECT_TRUE(state.help);
    press(TopKey::down);
    EXPECT_FALSE(state.help);
    EXPECT_EQ(state.offset, 0U);
    type("hq");
    EXPECT_FALSE(state.quit);
    type("q");
    EXPECT_TRUE(state.quit);
}

TEST_F(TopControls, SpaceLooksAtOnceAndUnknownKeysDoNothing) {
    type("xZ1\x01");
    EXPECT_FALSE(state.look);
    EXPECT_FALSE(state.quit);
    type(" ");
    EXPECT_TRUE(state.look);
}

TEST(TopDelay, IsReadExactly) {
    EXPECT_EQ(*parse_delay("3"), 3s);
    EXPECT_EQ(*parse_delay("0.1"), 100ms);
    EXPECT_EQ(*parse_delay("1.5"), 1500ms);
    EXPECT_EQ(*parse_delay("0.125"), 125ms);
    EXPECT_EQ(*parse_delay("3600"), 3600s);
    EXPECT_EQ(format_delay(1500ms), "1.5s");
    EXPECT_EQ(format_delay(10s), "10s");
    EXPECT_EQ(format_delay(100ms), "0.1s");
}

TEST(TopDelay, RefusesTheRest) {
    for (const char* const text :
         {"", "-1", "+1", "x", "1s", "1.", ".5", "1.2.3", "1e3", "nan", "inf", "0.0001",
          "4294967296", "99999999999999999999", "0", "0.0", "0.099", "3600.001"}) {
        const auto delay = parse_delay(text);
        ASSERT_FALSE(delay) << text;
        EXPECT_EQ(delay.error().code, ExitCode::usage);
        EXPECT_EQ(delay.error().hint, "give seconds from 0.1s to 3600s, such as 0.5 or 3");
    }
    EXPECT_EQ(parse_delay("0.05").error().what, "a delay of 0.05s is too short");
    EXPECT_EQ(parse_delay("4000").error().what, "a delay of 4000s is too long");
    EXPECT_EQ(parse_delay("soon").error().what, "'soon' is not a number of seconds");
}

// Names, in the order they are shown.
std::string order(const TopFrame& frame, const TopSettings& settings) {
    std::string names;
    for (const TopRow* const row : chosen_rows(frame, settings))
        names += row->target.guest.name + " ";
    return names;
}

TEST(TopOrder, LargestFirstAndTheUnknownLastInEitherOrder) {
    TopFrame frame;
    for (const auto& [domid, name, waiting] :
         {std::tuple{Domid{1}, "b", std::optional<std::uint64_t>(5)},
          {2, "c", std::nullopt},
          {3, "a", 9},
          {4, "d", 5}}) {
        TopRow row;
        row.target.guest = {domid, name};
        row.waiting = waiting;
        frame.rows.push_back(row);
    }
    TopSettings settings;
    settings.sort = "waiting";
    EXPECT_EQ(order(frame, settings), "a b d c ");
    settings.reverse = true;
    EXPECT_EQ(order(frame, settings), "b d a c ");
    settings.sort = "name";
    EXPECT_EQ(order(frame, settings), "d c b a ");
    settings.reverse = false;
    EXPECT_EQ(order(frame, settings), "a b c d ");
    settings.sort = "domid";
    EXPECT_EQ(order(frame, settings), "b c a d ");
    settings.sort = "p99"; // nobody has one
    EXPECT_EQ(order(frame, settings), "b c a d ");
}

TEST(TopOrder, FilterIsATextAPatternOrADomid) {
    TopFrame frame;
    for (const auto& [domid, name] :
         {std::pair{Domid{1}, "web1"}, {2, "web12"}, {3, "db-web"}, {12, "12"}}) {
        TopRow row;
        row.target.guest = {domid, name};
        frame.rows.push_back(row);
    }
    TopSettings settings;
    settings.sort = "domid";
    for (const auto& [filter, names] : {std::pair{"", "web1 web12 db-web 12 "},
                                        {"web", "web1 web12 db-web "},
                                        {"web*", "web1 web12 "},
                                        {"web?", "web1 "},
                                        {"[dw]*b", "db-web "},
                                        {"12", "web12 12 "},
                                        {"3", "db-web "},
                                        {"nobody", ""}}) {
        settings.filter = filter;
        EXPECT_EQ(order(frame, settings), names) << filter;
    }
}

TEST(TopOrder, KeysAreThoseOfTheView) {
    EXPECT_TRUE(check_sort_key("throttled", false));
    EXPECT_TRUE(check_sort_key("disk", true));
    EXPECT_EQ(one_line(check_sort_key("disk", false).error()),
              "guests cannot be sorted by 'disk'; give --disks, too");
    EXPECT_EQ(one_line(check_sort_key("quota", true).error()),
              "disks cannot be sorted by 'quota'; leave out --disks");
    EXPECT_EQ(one_line(check_sort_key("size", false).error()),
              "nothing can be sorted by 'size'; the keys are domid, name, disk, read, write, rate, "
              "read-ios, write-ios, waiting, limit, throttled, p50, p99, fixed, channels, quota, "
              "settings");
}

} // namespace
} // namespace dom0ctl
