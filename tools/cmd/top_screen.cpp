// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/top.h"

#include "top/clock.h"
#include "top/screen.h"
#include "top/watch.h"

#include <algorithm>
#include <csignal>

namespace dom0ctl {
namespace {

using Clock = std::chrono::steady_clock;

// What is on the screen, and when it was looked for.
struct Shown {
    TopFrame frame;
    TopCaption caption;
    Clock::time_point looked;
    std::uint64_t looks = 0;
};

// What goes wrong is shown, and tried again: a module may just be exchanged.
void look(TopWatch& watch, bool disks, Shown& shown) {
    shown.looked = Clock::now();
    ++shown.looks;
    shown.caption.trouble.clear();
    if (Result<TopFrame> frame = watch.look(disks)) {
        shown.frame = *std::move(frame);
        shown.caption.clock = time_of_day();
    } else {
        shown.caption.trouble = one_line(frame.error());
    }
}

void draw(const TopScreen& screen, TopState& state, const Shown& shown) {
    stay_within(state, chosen_rows(shown.frame, state.settings).size(), rows_room(screen.height()));
    screen.draw(draw_top(shown.frame, state, shown.caption, screen.width(), screen.height()));
}

Clock::time_point due(const TopState& state, const Shown& shown) {
    return shown.looked + (state.look ? shortest_delay : state.settings.delay);
}

// Until it ends: by a key or by a signal, which is returned.
int run(const TopScreen& screen, TopWatch& watch, TopState& state, const TopRequest& request,
        Shown& shown) {
    for (;;) {
        if (Clock::now() >= due(state, shown)) {
            if (request.count && shown.looks > *request.count)
                return 0;
            look(watch, state.settings.disks, shown);
            state.look = false;
        }
        draw(screen, state, shown);
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(due(state, shown) - Clock::now());
        const TopScreen::Event event =
            screen.wait(std::max(left, std::chrono::milliseconds::zero()));
        if (event.signal != 0)
            return event.signal;
        if (event.pressed)
            press(state, *event.pressed, chosen_rows(shown.frame, state.settings).size(),
                  rows_room(screen.height()));
        if (state.quit)
            return 0;
    }
}

} // namespace

Result<Output> top_on_screen(World& world, const TopRequest& request) {
    const std::unique_ptr<ThrottleDevice> device = device_of(world.sysfs);
    TopWatch watch(world, device.get());
    TopState state{request.settings, 0, false, std::nullopt, false, false};
    // What is wrong from the beginning is an error like that of any command.
    Result<TopFrame> first = watch.look(state.settings.disks);
    if (!first)
        return first.error();
    int ended_by = 0;
    {
        const Result<std::unique_ptr<TopScreen>> screen = TopScreen::open();
        if (!screen)
            return screen.error();
        Shown shown{*std::move(first), {time_of_day(), ""}, Clock::now(), 1};
        ended_by = run(**screen, watch, state, request, shown);
    }
    // The terminal is as it was. Who ended it sees that it was obeyed.
    if (ended_by == SIGTERM || ended_by == SIGHUP || ended_by == SIGQUIT) {
        std::signal(ended_by, SIG_DFL);
        std::raise(ended_by);
    }
    return Output{};
}

} // namespace dom0ctl
