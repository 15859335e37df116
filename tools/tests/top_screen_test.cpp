// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/terminal.h"
#include "tests/tool_test.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <sstream>

namespace dom0ctl {
namespace {

constexpr Domid guests = 250;

std::map<Domid, std::string> many_names() {
    std::map<Domid, std::string> names{{0, "Domain-0"}};
    for (Domid domid = 1; domid <= guests; ++domid)
        names[domid] = fmt::format("{}-{:03}", domid % 2 == 0 ? "web" : "db", domid);
    return names;
}

std::vector<std::string> lines_of(const std::string& screen) {
    std::vector<std::string> lines;
    std::istringstream in(screen);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

class TopScreenTest : public testing::Test {
  protected:
    TopScreenTest() {
        host.ready();
        pool.ready();
        for (Domid domid = 1; domid <= guests; ++domid) {
            put_state(host, busy(domid));
            pool.domain(domid, domid);
        }
        put_state(host, busy({7, 51712}));
    }
    void SetUp() override {
        if (!Terminal::is_there())
            GTEST_SKIP() << "tmux is missing";
    }

    FakeHost host;
    FakeIrqPool pool{host};
    FakeXenstore xenstore{host.scratch("xs"), many_names()};
};

// The terminal is as it was, and what was on it is there again.
void expect_restored(const Terminal& terminal, const std::string& code) {
    const std::string screen = terminal.when_it_shows("code ");
    EXPECT_TRUE(contains(screen, "before\n")) << screen;
    EXPECT_TRUE(contains(screen, "\ncode " + code + "\n")) << screen;
    EXPECT_TRUE(contains(terminal.when_it_shows("same"), "\nsame\n"));
    EXPECT_FALSE(contains(screen, "dom0ctl top")) << screen;
}

TEST_F(TopScreenTest, SortsScrollsFiltersAndQuits) {
    const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2 --sort domid");
    std::string screen = terminal.when_it_shows("guests 1-18 of 250");
    std::vector<std::string> lines = lines_of(screen);
    ASSERT_EQ(lines.size(), 24U) << screen;
    EXPECT_TRUE(lines[0].starts_with("dom0ctl top ")) << screen;
    EXPECT_TRUE(contains(lines[0], "every 0.2s  250 guests")) << screen;
    EXPECT_EQ(lines[2],
              "channels 2000 of 4095 (48%)  descriptors 2300 of 12548 (18%)  98 more guests fit");
    EXPECT_TRUE(lines[4].starts_with("DOMID NAME")) << screen;
    EXPECT_TRUE(lines[5].starts_with("    1 db-001")) << screen;
    EXPECT_TRUE(lines[22].starts_with("   18 web-018")) << screen;
    EXPECT_TRUE(contains(lines[23], "q quit")) << screen;

    terminal.press("PPage Down");
    EXPECT_TRUE(contains(terminal.when_it_shows("guests 2-19 of 250"), "guests 2-19 of 250"));
    terminal.press("End");
    screen = terminal.when_it_shows("guests 233-250 of 250");
    EXPECT_TRUE(contains(screen, "\n  250 web-250")) << screen;
    terminal.press("Home");

    terminal.type("r");
    screen = terminal.when_it_shows("by domid, reversed");
    EXPECT_TRUE(lines_of(screen).at(5).starts_with("  250 web-250")) << screen;
    terminal.type("s");
    screen = terminal.when_it_shows("by name, reversed");
    EXPECT_TRUE(lines_of(screen).at(5).starts_with("  250 web-250")) << screen;
    terminal.type("r");
    screen = terminal.when_it_shows("by name  ");
    EXPECT_TRUE(lines_of(screen).at(5).starts_with("    1 db-001")) << screen;

    terminal.type("/web-1");
    EXPECT_TRUE(contains(terminal.when_it_shows("filter: web-1_"), "filter: web-1_"));
    terminal.press("Enter");
    screen = terminal.when_it_shows("only web-1  guests 1-18 of 50");
    EXPECT_TRUE(lines_of(screen).at(5).starts_with("  100 web-100")) << screen;
    terminal.press("Escape");
    EXPECT_TRUE(contains(terminal.when_it_shows("1-18 of 250"), "1-18 of 250"));

    terminal.type("h");
    EXPECT_TRUE(contains(terminal.when_it_shows("any key goes back"), "turn the order round"));
    terminal.type("x");
    terminal.when_it_shows("1-18 of 250");
    terminal.type("d");
    screen = terminal.when_it_shows("disks 1-1 of 1");
    EXPECT_TRUE(contains(screen, "    7 db-007")) << screen;
    EXPECT_TRUE(contains(screen, "xvda")) << screen;
    terminal.type("+");
    EXPECT_TRUE(contains(terminal.when_it_shows("every 0.5s"), "every 0.5s"));

    terminal.type("q");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, FollowsTheSizeOfTheTerminal) {
    const Terminal terminal(host, xenstore.path(), 120, 40, "top --delay 0.2 --sort domid");
    terminal.when_it_shows("guests 1-34 of 250");
    terminal.resize(80, 24);
    std::string screen = terminal.when_it_shows("guests 1-18 of 250");
    EXPECT_EQ(lines_of(screen).size(), 24U) << screen;
    terminal.resize(40, 10);
    screen = terminal.when([](const std::string& now) {
        const std::vector<std::string> lines = lines_of(now);
        return lines.size() == 10 && lines[1].starts_with("DOMID") && lines[8].starts_with("    7");
    });
    const std::vector<std::string> lines = lines_of(screen);
    ASSERT_EQ(lines.size(), 10U) << screen;
    EXPECT_TRUE(lines[2].starts_with("    1 db-001")) << screen;
    EXPECT_TRUE(lines[8].starts_with("    7 db-007")) << screen;
    for (const std::string& line : lines)
        EXPECT_LE(line.size(), 40U) << line;
    terminal.resize(80, 24);
    EXPECT_TRUE(contains(terminal.when_it_shows("guests 1-18 of 250"), "guests 1-18 of 250"));
    terminal.type("q");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, SignalsThatEndItLeaveTheTerminalAsItWas) {
    for (const auto& [signal, code] : {std::pair{SIGTERM, "143"}, {SIGHUP, "129"}, {SIGINT, "0"}}) {
        const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2");
        terminal.when_it_shows("guests 1-18 of 250");
        ASSERT_EQ(::kill(terminal.pid(), signal), 0);
        expect_restored(terminal, code);
    }
}

TEST_F(TopScreenTest, EndsAfterSoManyRefreshes) {
    const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.1 --count 2");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, ColoursWhatIsNearItsEndUnlessThatIsNotWanted) {
    pool.set({}, "channels_used", "4000");
    constexpr std::string_view red = "\x1b[31m";
    {
        const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2");
        terminal.when_it_shows("(97%)");
        const std::string screen = terminal.coloured_screen();
        EXPECT_TRUE(contains(screen, "31m")) << screen;
    }
    const Terminal plain(host, xenstore.path(), 80, 24, "top --delay 0.2", "export NO_COLOR=1");
    plain.when_it_shows("(97%)");
    const std::string screen = plain.coloured_screen();
    EXPECT_FALSE(contains(screen, "31m")) << screen;
    EXPECT_FALSE(contains(screen, red)) << screen;
}

TEST_F(TopScreenTest, SaysWhatIsWrongAndGoesOn) {
    const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2 --sort domid");
    terminal.when_it_shows("guests 1-18 of 250");
    const std::string stat = host.read(FakeHost::knob_path(9, "stat"));
    host.file(FakeHost::knob_path(9, "stat"), "nonsense");
    EXPECT_TRUE(contains(terminal.when_it_shows("nonsense"), "db-001")) << terminal.screen();
    host.file(FakeHost::knob_path(9, "stat"), stat);
    EXPECT_TRUE(contains(terminal.when_it_shows("q quit"), "q quit"));
}

TEST_F(TopScreenTest, WithoutATerminalThatItKnows) {
    const Terminal terminal(host, xenstore.path(), 100, 24, "top", "export TERM=nosuch");
    const std::string screen = terminal.when_it_shows("same");
    EXPECT_TRUE(
        contains(screen, "dom0ctl: the terminal cannot be used: TERM is 'nosuch'; set TERM"))
        << screen;
    EXPECT_TRUE(contains(screen, "code 1")) << screen;
}

} // namespace
} // namespace dom0ctl
