// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "top/controls.h"
#include "top/rows.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// How a line of the screen stands out; what that looks like is the terminal's
/// affair.
enum class TopStyle { plain, titles, notice, alarm };

struct TopLine {
    std::string text;
    TopStyle style = TopStyle::plain;
};

/// What is shown beside the rows.
struct TopCaption {
    std::string clock;   ///< "12:34:56"
    std::string trouble; ///< why there is nothing new; empty if there is
};

/// How many rows a screen of that height has room for.
std::size_t rows_room(std::size_t height);

/// The whole screen, in lines of at most that width and at most that many.
std::vector<TopLine> draw_top(const TopFrame& frame, const TopState& state,
                              const TopCaption& caption, std::size_t width, std::size_t height);

/// All rows and columns, uncut, for pipes; ends with an empty line.
std::string print_top(const TopFrame& frame, const TopSettings& settings, const std::string& clock);

} // namespace dom0ctl
