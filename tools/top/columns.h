// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/short_form.h"
#include "top/rows.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// What is shown of a row, and what rows can be sorted by.
struct TopColumn {
    std::string_view key; ///< for --sort
    std::string_view title;
    std::size_t width;
    Align align;
    bool of_guests;
    bool of_disks;
    int rank; ///< which come first where there is little room; 0: always there
    std::string (*text)(const TopRow& row);
    /// Whether a belongs above b; nothing that is not known belongs above anything.
    bool (*above)(const TopRow& a, const TopRow& b);
};

/// All of them, from left to right.
std::span<const TopColumn> top_columns();

/// That column; nothing of that key: nullptr.
const TopColumn* find_column(std::string_view key);

/// Those that fit into the width, from left to right, and the width of each: the
/// name takes what is left.
struct FittedColumn {
    const TopColumn* column;
    std::size_t width;
};
std::vector<FittedColumn> fit_columns(std::size_t width, bool disks);

/// What can be sorted by: "domid", "name", ...
std::vector<std::string> sort_keys();

} // namespace dom0ctl
