// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/terminal.h"
#include "tests/tool_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
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

// A text, where it is to be: at the beginning of a line, as a whole one, in one, or
// anywhere.
struct Shown {
    static constexpr std::size_t anywhere = SIZE_MAX;
    enum class How { begins, whole, within };

    std::string text;
    std::size_t line = anywhere;
    How how = How::begins;

    bool on(const std::string& screen, const std::vector<std::string>& lines) const {
        if (line == anywhere)
            return contains(screen, text);
        if (line >= lines.size())
            return false;
        switch (how) {
        case How::begins:
            return lines[line].starts_with(text);
        case How::whole:
            return lines[line] == text;
        default:
            return contains(lines[line], text);
        }
    }
};
constexpr Shown::How whole = Shown::How::whole;
constexpr Shown::How within = Shown::How::within;

// All of it on one screen. A terminal can be looked at in the midst of what is
// drawn, so that is waited for. size: how many lines, if that matters.
void expect_screen(const Terminal& terminal, const std::vector<Shown>& wanted,
                   std::size_t size = 0) {
    const auto is_there = [&](const std::string& screen) {
        const std::vector<std::string> lines = lines_of(screen);
        return (size == 0 || lines.size() == size) &&
               std::ranges::all_of(wanted,
                                   [&](const Shown& shown) { return shown.on(screen, lines); });
    };
    const std::string screen = terminal.when(is_there);
    if (is_there(screen))
        return;
    const std::vector<std::string> lines = lines_of(screen);
    std::string missing;
    for (const Shown& shown : wanted)
        if (!shown.on(screen, lines))
            missing += fmt::format("not there: {}\n", shown.text);
    ADD_FAILURE() << missing << lines.size() << " lines\n" << screen;
}

void expect_text(const Terminal& terminal, const std::string& text) {
    expect_screen(terminal, {{text}});
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
    expect_screen(terminal, {{"before\n"}, {"\ncode " + code + "\n"}, {"\nsame\n"}});
    const std::string screen = terminal.screen();
    EXPECT_FALSE(contains(screen, "dom0ctl top")) << screen;
}

TEST_F(TopScreenTest, SortsScrollsFiltersAndQuits) {
    const Terminal terminal(host, xenstore.path(), 80, 24, "top --delay 0.2 --sort domid");
    expect_screen(terminal,
                  {{"guests 1-18 of 250"},
                   {"dom0ctl top ", 0},
                   {"every 0.2s  250 guests", 0, within},
                   {"channels 2000 of 4095 (48%)  descriptors 2300 of 12548 (18%)  "
                    "98 more guests fit",
                    2, whole},
                   {"DOMID NAME", 4},
                   {"    1 db-001", 5},
                   {"   18 web-018", 22},
                   {"q quit", 23, within}},
                  24);

    terminal.press("PPage Down");
    expect_text(terminal, "guests 2-19 of 250");
    terminal.press("End");
    expect_screen(terminal, {{"guests 233-250 of 250"}, {"  250 web-250", 22}});
    terminal.press("Home");

    terminal.type("r");
    expect_screen(terminal, {{"by domid, reversed"}, {"  250 web-250", 5}});
    terminal.type("s");
    expect_screen(terminal, {{"by name, reversed"}, {"  250 web-250", 5}});
    terminal.type("r");
    expect_screen(terminal, {{"by name  "}, {"    1 db-001", 5}});

    terminal.type("/web-1");
    expect_text(terminal, "filter: web-1_");
    terminal.press("Enter");
    expect_screen(terminal, {{"only web-1  guests 1-18 of 50"}, {"  100 web-100", 5}});
    terminal.press("Escape");
    expect_text(terminal, "1-18 of 250");

    terminal.type("h");
    expect_screen(terminal, {{"any key goes back"}, {"turn the order round"}});
    terminal.type("x");
    expect_text(terminal, "1-18 of 250");
    terminal.type("d");
    expect_screen(terminal, {{"disks 1-1 of 1"}, {"    7 db-007"}, {"xvda"}});
    terminal.type("+");
    expect_text(terminal, "every 0.5s");

    terminal.type("q");
    expect_restored(terminal, "0");
}

TEST_F(TopScreenTest, FollowsTheSizeOfTheTerminal) {
    const Terminal terminal(host, xenstore.path(), 120, 40, "top --delay 0.2 --sort domid");
    expect_text(terminal, "guests 1-34 of 250");
    terminal.resize(80, 24);
    expect_screen(terminal, {{"guests 1-18 of 250"}}, 24);
    terminal.resize(40, 10);
    expect_screen(terminal, {{"DOMID", 1}, {"    1 db-001", 2}, {"    7 db-007", 8}}, 10);
    for (const std::string& line : lines_of(terminal.screen()))
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
    expect_screen(terminal, {{"nonsense"}, {"db-001"}});
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
