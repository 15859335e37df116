// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "top/columns.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// How long a refresh may take its time, and how short.
inline constexpr std::chrono::milliseconds shortest_delay{100};
inline constexpr std::chrono::milliseconds longest_delay{3'600'000};
inline constexpr std::chrono::milliseconds default_delay{3000};

/// What a person has chosen to see.
struct TopSettings {
    std::string sort = "rate";
    bool reverse = false;
    std::string filter; ///< part of a name, a pattern with * ? [, or a domid; empty: all
    bool disks = false;
    std::chrono::milliseconds delay = default_delay;
};

/// "0.5" or "2": seconds, to a thousandth.
/// Errors (usage): anything else, too short, too long.
Result<std::chrono::milliseconds> parse_delay(std::string_view text);

/// "3s", "0.5s".
std::string format_delay(std::chrono::milliseconds delay);

/// Success if rows can be sorted by it in this view; else usage.
Result<void> check_sort_key(std::string_view key, bool disks);

bool passes_filter(const TopRow& row, const std::string& filter);

/// The rows that pass the filter, in the order of the settings.
std::vector<const TopRow*> chosen_rows(const TopFrame& frame, const TopSettings& settings);

} // namespace dom0ctl
