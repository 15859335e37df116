// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/json.h"
#include "top/view.h"

#include "tests/fake_samples.h"
#include "tests/golden.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

constexpr std::uint64_t second = 1'000'000'000;

// So many guests, of which each does a little more than the one before it; every
// tenth is held back, every third has limits.
TopFrame frame_of(unsigned int guests, bool disks = false) {
    TimedSample before;
    before.time_ns = second;
    std::vector<GuestSample> samples;
    for (Domid domid = 1; domid <= guests; ++domid)
        samples.push_back(busy_guest(domid, fmt::format("guest-{}", domid)));
    if (guests > 3)
        samples[3].guest.name = "a-guest-with-a-name-that-is-longer-than-most-of-them";
    before.sample = sample_of(samples);
    TimedSample after{before.sample, 3 * second};
    for (GuestSample& guest : after.sample.guests) {
        const Domid domid = guest.guest.domid;
        const auto work = [domid](ThrottleState& state) {
            state.time_ns += 2 * second;
            state.numbers[0].bytes += std::uint64_t{domid} * 20'480;
            state.numbers[0].ios += domid;
            state.numbers[1].bytes += std::uint64_t{domid} * 8192;
            state.numbers[1].ios += domid / 2;
            if (domid % 10 == 0) {
                state.numbers[1].throttled_ns +=
                    std::uint64_t{domid} % 20 == 0 ? second : 2 * second;
                state.wait[1][22] += domid;
                state.numbers[1].wait_max_ns = 7'000'000;
            }
            state.wait[0][0] += domid;
            if (domid % 3 == 0) {
                state.limits.at(1) = Value{20'000'000};
                state.limits.at(3) = Value{500};
            }
        };
        work(*guest.throttle);
        std::for_each(guest.disks.begin(), guest.disks.end(), work);
        guest.vifs[0].stat.values[1].second += domid;
    }
    return make_frame(&before, after, disks);
}

std::string shown(const TopFrame& frame, const TopState& state, std::size_t width,
                  std::size_t height, const std::string& trouble = "") {
    const std::vector<TopLine> lines = draw_top(frame, state, {"12:34:56", trouble}, width, height);
    EXPECT_EQ(lines.size(), height);
    std::string text;
    for (const TopLine& line : lines) {
        EXPECT_LE(line.text.size(), width) << line.text;
        text += line.text + "\n";
    }
    return text;
}

TEST(TopView, OnAPlainTerminal) {
    expect_golden("top-80x24", shown(frame_of(250), {}, 80, 24));
}

TEST(TopView, OnALargeTerminal) {
    expect_golden("top-200x60", shown(frame_of(250), {}, 200, 60));
}

TEST(TopView, OnATinyTerminal) {
    expect_golden("top-40x10", shown(frame_of(250), {}, 40, 10));
}

TEST(TopView, OfDisks) {
    TopState state;
    state.settings.disks = true;
    state.settings.sort = "throttled";
    expect_golden("top-disks-80x24", shown(frame_of(250, true), state, 80, 24));
}

TEST(TopView, ScrolledAndFiltered) {
    TopState state;
    state.settings.filter = "guest-1*";
    state.settings.sort = "name";
    state.settings.reverse = true;
    state.offset = 100;
    expect_golden("top-filtered-80x24", shown(frame_of(250), state, 80, 24));
}

TEST(TopView, Help) {
    TopState state;
    state.help = true;
    const std::vector<TopLine> lines = draw_top(frame_of(1), state, {}, 80, 24);
    std::string text;
    for (const TopLine& line : lines)
        text += line.text + "\n";
    expect_golden("top-help", text);
    for (const char* const key : {"scroll", "sort", "filter", "/  ", "disks", "+ -", "quit"})
        EXPECT_NE(text.find(key == std::string("filter") ? "pattern" : key), std::string::npos);
}

TEST(TopView, OfAHostWithNothing) {
    const TopFrame empty = make_frame(nullptr, {}, false);
    const std::string text = shown(empty, {}, 80, 24);
    EXPECT_NE(text.find("0 guests, 0 throttled, 0 waiting"), std::string::npos) << text;
    EXPECT_NE(text.find("rates come with the next refresh"), std::string::npos);
    EXPECT_NE(text.find("xen-irqpool is not loaded"), std::string::npos);
    EXPECT_NE(text.find("no guests"), std::string::npos);
}

TEST(TopView, FitsWhateverSizeThereIs) {
    const TopFrame frame = frame_of(30);
    for (std::size_t height = 0; height < 30; ++height) {
        for (const std::size_t width : {0U, 1U, 7U, 40U, 81U, 300U}) {
            TopState state;
            const std::vector<TopLine> lines = draw_top(frame, state, {}, width, height);
            EXPECT_LE(lines.size(), height);
            for (const TopLine& line : lines)
                EXPECT_LE(line.text.size(), width);
        }
    }
}

TEST(TopView, SaysWhatIsWrongAndWhatIsTyped) {
    const TopFrame frame = frame_of(2);
    TopState state;
    EXPECT_NE(shown(frame, state, 80, 24, "it is gone; load it").find("\nit is gone; load it\n"),
              std::string::npos);
    state.typing = "web";
    EXPECT_NE(shown(frame, state, 80, 24, "it is gone").find("\nfilter: web_\n"),
              std::string::npos);
}

TEST(TopView, MarksWhoIsHeldBackAndCeilingsThatAreNear) {
    TopFrame frame = frame_of(20);
    frame.ceilings->channels_used = {3800, ""};
    TopState state;
    state.settings.sort = "domid";
    const std::vector<TopLine> lines = draw_top(frame, state, {}, 80, 40);
    EXPECT_EQ(lines.at(2).style, TopStyle::alarm); // 92 % of the channels
    EXPECT_EQ(lines.at(4).style, TopStyle::titles);
    EXPECT_EQ(lines.at(5).style, TopStyle::plain);   // domid 1
    EXPECT_EQ(lines.at(14).style, TopStyle::alarm);  // domid 10: all the time
    EXPECT_EQ(lines.at(24).style, TopStyle::notice); // domid 20: half of it
}

TEST(TopView, AStrangeNameTalksToNobody) {
    TopFrame frame = frame_of(1);
    frame.rows[0].target.guest.name = "a\x1b]0;b\x07\n\xff";
    const std::string text = shown(frame, {}, 80, 24) + print_top(frame, {}, "now");
    for (const char c : text)
        EXPECT_TRUE(c == '\n' || (c >= ' ' && c < 0x7f)) << static_cast<int>(c);
    EXPECT_NE(text.find("a?]0;b???"), std::string::npos);
}

TEST(TopPrint, HasEverythingUncut) {
    TopSettings settings;
    settings.sort = "domid";
    expect_golden("top-batch", print_top(frame_of(12), settings, "2026-01-31T12:34:56+0100"));
    settings.disks = true;
    expect_golden("top-batch-disks",
                  print_top(frame_of(4, true), settings, "2026-01-31T12:34:56+0100"));
}

TEST(TopJson, HasAllThatIsShown) {
    TopSettings settings;
    settings.filter = "guest-3";
    expect_golden("top-json",
                  to_json(frame_of(12), settings, "2026-01-31T12:34:56+0100").dump(2) + "\n");
}

} // namespace
} // namespace dom0ctl
