// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/units.h"

#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dom0ctl {
namespace {

// 2^64 times the largest factor has to fit.
__extension__ using Wide = unsigned __int128;

struct Factor {
    std::string_view suffix;
    std::uint64_t value;
    bool bytes_only;
};

constexpr std::uint64_t ki = 1024;
constexpr std::array<Factor, 8> factors{{
    {"K", 1'000, false},
    {"M", 1'000'000, false},
    {"G", 1'000'000'000, true},
    {"T", 1'000'000'000'000, true},
    {"Ki", ki, true},
    {"Mi", ki* ki, true},
    {"Gi", ki* ki* ki, true},
    {"Ti", ki* ki* ki* ki, true},
}};

// More decimals than this cannot give a whole number in any decimal unit.
constexpr std::size_t max_decimals = 18;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

bool counts_bytes(Unit unit) {
    return unit == Unit::bytes_per_second || unit == Unit::bytes;
}

std::string known_units(Unit unit) {
    if (unit == Unit::ios_per_second)
        return "the units are K and M (powers of 1000), iops or /s may follow";
    if (unit == Unit::ios)
        return "the units are K and M (powers of 1000)";
    return fmt::format("the units are K M G T (powers of 1000) and Ki Mi Gi Ti (powers of 1024), "
                       "{} may follow",
                       unit == Unit::bytes_per_second ? "B and /s" : "B");
}

std::string_view units(Unit unit) {
    switch (unit) {
    case Unit::bytes_per_second:
        return "bytes per second";
    case Unit::ios_per_second:
        return "I/Os per second";
    case Unit::bytes:
        return "bytes";
    case Unit::ios:
        break;
    }
    return "I/Os";
}

Error usage(std::string what, std::string hint) {
    return Error{ExitCode::usage, std::move(what), std::move(hint)};
}

Error too_large(std::string_view text, const Kind& kind) {
    return usage(fmt::format("'{}' is too large", text),
                 fmt::format("the largest {} is {} {}; {} stands for {}", kind.noun, kind.largest,
                             units(kind.unit), kind.unset, kind.means));
}

// The factor a unit stands for; nothing if it is no unit.
std::optional<std::uint64_t> factor_of(std::string_view suffix, Unit unit) {
    const bool per_second = unit == Unit::bytes_per_second || unit == Unit::ios_per_second;
    if (per_second && suffix.ends_with("/s"))
        suffix.remove_suffix(2);
    else if (unit == Unit::ios_per_second && suffix.ends_with("iops"))
        suffix.remove_suffix(4);
    if (counts_bytes(unit) && suffix.ends_with('B'))
        suffix.remove_suffix(1);
    if (suffix.empty())
        return 1;
    for (const Factor& factor : factors) {
        if (factor.suffix == suffix && (counts_bytes(unit) || !factor.bytes_only))
            return factor.value;
    }
    return std::nullopt;
}

} // namespace

Result<Value> parse_value(std::string_view text, const Kind& kind) {
    if (text == kind.unset)
        return Value::unset();

    std::string_view rest = text;
    const std::string_view whole = take_digits(rest);
    std::string_view decimals;
    if (rest.size() > 1 && rest[0] == '.' && is_digit(rest[1])) {
        rest.remove_prefix(1);
        decimals = take_digits(rest);
    }
    if (whole.empty())
        return usage(fmt::format("'{}' is not a {}", text, kind.noun),
                     fmt::format("give a number of {}, such as {}, or {} for {}", units(kind.unit),
                                 kind.example, kind.unset, kind.means));

    const std::optional<std::uint64_t> factor = factor_of(rest, kind.unit);
    if (!factor)
        return usage(fmt::format("unknown unit '{}' in '{}'", rest, text), known_units(kind.unit));

    while (decimals.ends_with('0'))
        decimals.remove_suffix(1);
    const Error not_whole =
        usage(fmt::format("'{}' is not a whole number of {}", text, units(kind.unit)), "round it");
    if (decimals.size() > max_decimals)
        return not_whole;
    Wide scale = 1;
    for (std::size_t i = 0; i < decimals.size(); ++i)
        scale *= 10;
    const Wide part = decimals.empty() ? 0 : Wide{*parse_number<std::uint64_t>(decimals)} * *factor;
    if (part % scale != 0)
        return not_whole;

    const std::optional<std::uint64_t> number = parse_number<std::uint64_t>(whole);
    if (!number)
        return too_large(text, kind);
    const Wide value = Wide{*number} * *factor + part / scale;
    if (value > kind.largest)
        return too_large(text, kind);
    if (value != 0)
        return Value{static_cast<std::uint64_t>(value)};
    if (kind.unset == "0")
        return Value::unset();
    return usage(fmt::format("a {} of 0 would stop the guest for good", kind.noun),
                 fmt::format("use 'xl pause' to stop it, or give a {} of at least 1", kind.noun));
}

std::string format_value(Value value, const Kind& kind) {
    if (value.is_unset())
        return std::string(kind.unset);
    const std::uint64_t number = *value.number;
    std::string best = fmt::format("{}", number);
    for (const Factor& factor : factors) {
        if (factor.bytes_only && !counts_bytes(kind.unit))
            continue;
        // Three decimals at most: what is not exact then stays a plain number.
        const Wide thousandths = Wide{number} * 1000;
        if (number < factor.value || thousandths % factor.value != 0)
            continue;
        const auto exact = static_cast<std::uint64_t>(thousandths / factor.value);
        std::string text = fmt::format("{}", exact / 1000);
        if (exact % 1000 != 0) {
            text += fmt::format(".{:03}", exact % 1000);
            text.erase(text.find_last_not_of('0') + 1);
        }
        text += factor.suffix;
        if (text.size() < best.size())
            best = std::move(text);
    }
    return best;
}

std::string to_sysfs(Value value, const Kind& kind) {
    return value.is_unset() ? std::string(kind.unset) : fmt::format("{}", *value.number);
}

std::optional<Value> from_sysfs(std::string_view text, const Kind& kind) {
    if (text == kind.unset)
        return Value::unset();
    const std::optional<std::uint64_t> number = parse_number<std::uint64_t>(text);
    if (!number)
        return std::nullopt;
    return Value{number};
}

} // namespace dom0ctl
