// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/stat.h"

#include "lib/number.h"

#include <algorithm>

namespace dom0ctl {

std::uint64_t Stat::get(std::string_view name) const {
    for (const auto& [key, value] : values) {
        if (key == name)
            return value;
    }
    return 0;
}

Result<Stat, std::string> parse_stat(std::string_view text) {
    Stat stat;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t space = line.find(' ');
        const std::string_view digits =
            space == std::string_view::npos ? "" : line.substr(space + 1);
        const auto value = parse_number<std::uint64_t>(digits);
        if (!value)
            return std::string(line);
        stat.values.emplace_back(line.substr(0, space), *value);
    }
    return stat;
}

} // namespace dom0ctl
