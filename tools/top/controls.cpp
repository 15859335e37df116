// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/controls.h"

#include <algorithm>
#include <array>
#include <span>

namespace dom0ctl {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::milliseconds, 13> delays{
    100ms, 200ms, 500ms, 1s, 2s, 3s, 5s, 10s, 30s, 60s, 300s, 1800s, 3600s};

std::chrono::milliseconds longer(std::chrono::milliseconds delay) {
    const auto* const next = std::upper_bound(delays.begin(), delays.end(), delay);
    return next == delays.end() ? delays.back() : *next;
}

std::chrono::milliseconds shorter(std::chrono::milliseconds delay) {
    const auto* const at = std::lower_bound(delays.begin(), delays.end(), delay);
    return at == delays.begin() ? delays.front() : *(at - 1);
}

// The next column that this view can be sorted by, or the one before.
void sort_by_next(TopSettings& settings, bool forward) {
    const std::span<const TopColumn> columns = top_columns();
    const auto at = static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(),
                     [&](const TopColumn& some) { return some.key == settings.sort; }) -
        columns.begin());
    for (std::size_t i = 1; i <= columns.size(); ++i) {
        const std::size_t step = forward ? i : columns.size() - i;
        const TopColumn& column = columns[(at + step) % columns.size()];
        if (settings.disks ? column.of_disks : column.of_guests) {
            settings.sort = column.key;
            return;
        }
    }
}

void toggle_disks(TopState& state) {
    state.settings.disks = !state.settings.disks;
    if (!check_sort_key(state.settings.sort, state.settings.disks))
        state.settings.sort = TopSettings{}.sort;
    state.offset = 0;
    state.look = true;
}

// While the filter is typed, every character belongs to it.
void type(TopState& state, const TopPress& pressed) {
    std::string& text = *state.typing;
    switch (pressed.key) {
    case TopKey::character:
        if (static_cast<unsigned char>(pressed.character) >= ' ')
            text += pressed.character;
        break;
    case TopKey::backspace:
        // All bytes of the last character.
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80U)
            text.pop_back();
        if (!text.empty())
            text.pop_back();
        break;
    case TopKey::enter:
        state.settings.filter = text;
        state.offset = 0;
        state.typing.reset();
        break;
    case TopKey::escape:
        state.typing.reset();
        break;
    default:
        break;
    }
}

void press_character(TopState& state, char character) {
    TopSettings& settings = state.settings;
    switch (character) {
    case 'q':
    case 'Q':
        state.quit = true;
        break;
    case 'h':
    case '?':
        state.help = true;
        break;
    case 's':
    case '>':
        sort_by_next(settings, true);
        break;
    case 'S':
    case '<':
        sort_by_next(settings, false);
        break;
    case 'r':
        settings.reverse = !settings.reverse;
        break;
    case '/':
        state.typing = "";
        break;
    case 'd':
        toggle_disks(state);
        break;
    case '+':
        settings.delay = longer(settings.delay);
        break;
    case '-':
        settings.delay = shorter(settings.delay);
        break;
    case ' ':
        state.look = true;
        break;
    default:
        break;
    }
}

} // namespace

void stay_within(TopState& state, std::size_t rows, std::size_t room) {
    state.offset = std::min(state.offset, rows > room ? rows - room : 0);
}

void press(TopState& state, const TopPress& pressed, std::size_t rows, std::size_t room) {
    if (state.typing)
        return type(state, pressed);
    if (state.help) {
        // Any key leaves it, and q nothing but it.
        state.help = false;
        return;
    }
    switch (pressed.key) {
    case TopKey::character:
        press_character(state, pressed.character);
        break;
    case TopKey::help:
        state.help = true;
        break;
    case TopKey::up:
        state.offset -= std::min<std::size_t>(state.offset, 1);
        break;
    case TopKey::down:
        ++state.offset;
        break;
    case TopKey::page_up:
        state.offset -= std::min(state.offset, room);
        break;
    case TopKey::page_down:
        state.offset += room;
        break;
    case TopKey::home:
        state.offset = 0;
        break;
    case TopKey::end:
        state.offset = rows;
        break;
    case TopKey::escape:
        state.settings.filter.clear();
        break;
    default:
        break;
    }
    stay_within(state, rows, room);
}

} // namespace dom0ctl
