// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace dom0ctl {

/// The number that a text of nothing but decimal digits stands for; nothing if
/// it is anything else, or too large for the type.
template <std::unsigned_integral Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stop != end)
        return std::nullopt;
    return number;
}

/// Whether the text is nothing but decimal digits, and at least one.
inline bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace dom0ctl
