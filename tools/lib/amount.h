// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dom0ctl {

/// A number of xen-irqpool's, or a word that stands in its place: max, default.
struct Amount {
    std::uint64_t number = 0;
    std::string word; ///< empty where there is a number

    bool is_number() const { return word.empty(); }
    bool operator==(const Amount&) const = default;
};

/// The form that sysfs takes and gives, and that is shown.
std::string to_string(const Amount& amount);

/// Reads that form; nothing if the text is neither a plain number nor one of the
/// words.
std::optional<Amount> parse_amount(std::string_view text, std::span<const std::string_view> words);

} // namespace dom0ctl
