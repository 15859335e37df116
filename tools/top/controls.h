// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "top/settings.h"

#include <cstddef>
#include <optional>
#include <string>

namespace dom0ctl {

/// What somebody pressed.
enum class TopKey {
    character,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    enter,
    escape,
    backspace,
    help,
};

struct TopPress {
    TopKey key = TopKey::character;
    char character = 0; ///< a byte of UTF-8
};

/// What the keys work on.
struct TopState {
    TopSettings settings;
    std::size_t offset = 0;            ///< rows that are scrolled past
    bool help = false;                 ///< the help is shown
    std::optional<std::string> typing; ///< the filter, while it is typed
    bool quit = false;
    bool look = false; ///< a new sample is wanted at once
};

/// The state after a key, with so many rows to be seen and room for so many.
void press(TopState& state, const TopPress& pressed, std::size_t rows, std::size_t room);

/// Keeps the offset where there are rows.
void stay_within(TopState& state, std::size_t rows, std::size_t room);

} // namespace dom0ctl
