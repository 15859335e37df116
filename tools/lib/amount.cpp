// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/amount.h"

#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {

std::string to_string(const Amount& amount) {
    return amount.is_number() ? fmt::format("{}", amount.number) : amount.word;
}

std::optional<Amount> parse_amount(std::string_view text, std::span<const std::string_view> words) {
    if (std::find(words.begin(), words.end(), text) != words.end())
        return Amount{0, std::string(text)};
    if (const auto number = parse_number<std::uint64_t>(text))
        return Amount{*number, ""};
    return std::nullopt;
}

} // namespace dom0ctl
