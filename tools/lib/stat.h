// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What a module counts, in the kernel's order: "<name> <integer>" a line.
/// Names that this version of dom0ctl does not know are kept: the module may be
/// newer. Times are in nanoseconds (_ns), amounts in bytes (_bytes).
struct Stat {
    std::vector<std::pair<std::string, std::uint64_t>> values;

    /// 0 for a name that is not there.
    std::uint64_t get(std::string_view name) const;
};

/// Reads the content of a stat attribute. Error: the line that is no such line.
Result<Stat, std::string> parse_stat(std::string_view text);

} // namespace dom0ctl
