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

// A terminal can be looked at in the midst of what is drawn: a text is waited for
// where it is to be, whatever else is there already.
void expect_line(const Terminal& terminal, std::size_t number, const std::string& beginning) {
    const std::string screen = terminal.when([&](const std::string& now) {
        const std::vector<std::string> lines = lines_of(now);
        return lines.size() > number && lines[number].starts_with(beginning);
    });
    const std::vector<std::string> lines = lines_of(screen);
    EXPECT_TRUE(lines.size() > number && lines[number].starts_with(beginning))
        << number << ": " << beginning << "\n"
        << screen;
}

void expect_text(const Terminal& terminal, const std::string& text) {
    const std::string screen = terminal.when_it_shows(text);
    EXPECT_TRUE(contains(screen, text)) << text << "\n" << screen;
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
    expect_text(terminal, "\ncode " + code + "\n");
    expect_text(terminal, "\nsame\n");
    const std::string screen = terminal.screen();
    EXPECT_TRUE(contains(screen, "before\n")) << screen;
    EXPECT_FALSE(contains(screen, "dom0ctl top")) << screen;
}

TEST_F(TopScreenTest, SortsScrollsFiltersAndQuits) {
    const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2 --sort domid");
    expect_text(terminal, "guests 1-18 of 250");
    expect_text(terminal, "every 0.2s  250 guests");
    expect_line(terminal, 0, "dom0ctl top ");
    expect_line(terminal, 2,
                "channels 2000 of 4095 (48%)  descriptors 2300 of 12548 (18%)  98 more guests fit");
    expect_line(terminal, 4, "DOMID NAME");
    expect_line(terminal, 5, "    1 db-001");
    expect_line(terminal, 22, "   18 web-018");
    expect_text(terminal, "q quit");
    EXPECT_EQ(lines_of(terminal.screen()).size(), 24U) << terminal.screen();

    terminal.press("PPage Down");
    expect_text(terminal, "guests 2-19 of 250");
    terminal.press("End");
    expect_text(terminal, "guests 233-250 of 250");
    expect_line(terminal, 22, "  250 web-250");
    terminal.press("Home");

    terminal.type("r");
    expect_text(terminal, "by domid, reversed");
    expect_line(terminal, 5, "  250 web-250");
    terminal.type("s");
    expect_text(terminal, "by name, reversed");
    expect_line(terminal, 5, "  250 web-250");
    terminal.type("r");
    expect_text(terminal, "by name  ");
    expect_line(terminal, 5, "    1 db-001");

    terminal.type("/web-1");
    expect_text(terminal, "filter: web-1_");
    terminal.press("Enter");
    expect_text(terminal, "only web-1  guests 1-18 of 50");
    expect_line(terminal, 5, "  100 web-100");
    terminal.press("Escape");
    expect_text(terminal, "1-18 of 250");

    terminal.type("h");
    expect_text(terminal, "any key goes back");
    expect_text(terminal, "turn the order round");
    terminal.type("x");
    expect_text(terminal, "1-18 of 250");
    terminal.type("d");
    expect_text(terminal, "disks 1-1 of 1");
    expect_text(terminal, "    7 db-007");
    expect_text(terminal, "xvda");
    terminal.type("+");
    expect_text(terminal, "every 0.5s");

    terminal.type("q");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, FollowsTheSizeOfTheTerminal) {
    const Terminal terminal(host, xenstore.path(), 120, 40, "top --delay 0.2 --sort domid");
    expect_text(terminal, "guests 1-34 of 250");
    terminal.resize(80, 24);
    expect_text(terminal, "guests 1-18 of 250");
    EXPECT_EQ(lines_of(terminal.screen()).size(), 24U) << terminal.screen();
    terminal.resize(40, 10);
    expect_line(terminal, 1, "DOMID");
    expect_line(terminal, 2, "    1 db-001");
    expect_line(terminal, 8, "    7 db-007");
    const std::vector<std::string> lines = lines_of(terminal.screen());
    EXPECT_EQ(lines.size(), 10U);
    for (const std::string& line : lines)
        EXPECT_LE(line.size(), 40U) << line;
    terminal.resize(80, 24);
    expect_text(terminal, "guests 1-18 of 250");
    terminal.type("q");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, SignalsThatEndItLeaveTheTerminalAsItWas) {
    for (const auto& [signal, code] : {std::pair{SIGTERM, "143"}, {SIGHUP, "129"}, {SIGINT, "0"}}) {
        const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2");
        expect_text(terminal, "guests 1-18 of 250");
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
    expect_text(terminal, "guests 1-18 of 250");
    const std::string stat = host.read(FakeHost::knob_path(9, "stat"));
    host.file(FakeHost::knob_path(9, "stat"), "nonsense");
    expect_text(terminal, "nonsense");
    expect_text(terminal, "db-001");
    host.file(FakeHost::knob_path(9, "stat"), stat);
    expect_text(terminal, "q quit");
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
