// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/settings.h"

#include "lib/number.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>
#include <tuple>

namespace dom0ctl {
namespace {

constexpr unsigned int ms_of_a_second = 1000;
constexpr std::size_t most_decimals = 3;

std::optional<std::uint64_t> milliseconds(std::string_view text) {
    const std::size_t point = text.find('.');
    const auto seconds = parse_number<std::uint32_t>(text.substr(0, point));
    if (!seconds)
        return std::nullopt;
    const std::uint64_t whole = std::uint64_t{*seconds} * ms_of_a_second;
    if (point == std::string_view::npos)
        return whole;
    std::string decimals(text.substr(point + 1));
    if (!is_digits(decimals) || decimals.size() > most_decimals)
        return std::nullopt;
    decimals.resize(most_decimals, '0');
    return whole + *parse_number<std::uint32_t>(decimals);
}

} // namespace

Result<std::chrono::milliseconds> parse_delay(std::string_view text) {
    const std::string hint = fmt::format("give seconds from {} to {}, such as 0.5 or 3",
                                         format_delay(shortest_delay), format_delay(longest_delay));
    const std::optional<std::uint64_t> number = milliseconds(text);
    if (!number)
        return Error{ExitCode::usage, fmt::format("'{}' is not a number of seconds", text), hint};
    const std::chrono::milliseconds delay(*number);
    if (delay < shortest_delay || delay > longest_delay)
        return Error{ExitCode::usage,
                     fmt::format("a delay of {} is too {}", format_delay(delay),
                                 delay < shortest_delay ? "short" : "long"),
                     hint};
    return delay;
}

std::string format_delay(std::chrono::milliseconds delay) {
    std::string text =
        fmt::format("{}.{:03}", delay.count() / ms_of_a_second, delay.count() % ms_of_a_second);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text + "s";
}

Result<void> check_sort_key(std::string_view key, bool disks) {
    const TopColumn* const column = find_column(key);
    if (column == nullptr)
        return Error{ExitCode::usage, fmt::format("nothing can be sorted by '{}'", key),
                     fmt::format("the keys are {}", fmt::join(sort_keys(), ", "))};
    if (disks ? !column->of_disks : !column->of_guests)
        return Error{ExitCode::usage,
                     fmt::format("{} cannot be sorted by '{}'", disks ? "disks" : "guests", key),
                     disks ? "leave out --disks" : "give --disks, too"};
    return {};
}

bool passes_filter(const TopRow& row, const std::string& filter) {
    const Guest& guest = row.target.guest;
    if (filter.empty() || filter == fmt::format("{}", guest.domid))
        return true;
    if (filter.find_first_of("*?[") != std::string::npos)
        return ::fnmatch(filter.c_str(), guest.name.c_str(), 0) == 0;
    return guest.name.find(filter) != std::string::npos;
}

std::vector<const TopRow*> chosen_rows(const TopFrame& frame, const TopSettings& settings) {
    std::vector<const TopRow*> rows;
    for (const TopRow& row : frame.rows) {
        if (passes_filter(row, settings.filter))
            rows.push_back(&row);
    }
    const TopColumn* const column = find_column(settings.sort);
    if (column == nullptr)
        return rows;
    const bool always_known =
        column->key == "domid" || column->key == "name" || column->key == "disk";
    // Equals stay by domid and disk; what is not known stays below, in either order.
    std::stable_sort(rows.begin(), rows.end(), [&](const TopRow* a, const TopRow* b) {
        if (!settings.reverse)
            return column->above(*a, *b);
        const TopRow nothing{};
        const bool a_known = always_known || column->above(*a, nothing);
        const bool b_known = always_known || column->above(*b, nothing);
        if (a_known != b_known)
            return a_known;
        return column->above(*b, *a);
    });
    return rows;
}

} // namespace dom0ctl
