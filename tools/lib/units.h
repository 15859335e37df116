// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// What a value counts.
enum class Unit {
    bytes_per_second,
    ios_per_second,
    bytes,
    ios,
};

/// What values a knob takes: a whole number from 1 to the largest, or the word
/// for none.
struct Kind {
    Unit unit;
    std::string_view noun;    ///< "'x' is not a <noun>"
    std::string_view example; ///< a number, as people write it
    std::string_view unset;   ///< the word for no number, as sysfs takes and gives it
    std::string_view means;   ///< what that word stands for
    std::uint64_t largest;
};

/// The largest number of nearly every knob of xen-blkthrottle: 2^63-1.
inline constexpr std::uint64_t largest_number = 0x7fff'ffff'ffff'ffff;

inline constexpr Kind byte_rate{Unit::bytes_per_second, "limit", "20M", "max", "no limit",
                                largest_number};
inline constexpr Kind io_rate{Unit::ios_per_second, "limit",       "500", "max",
                              "no limit",           largest_number};
inline constexpr Kind byte_burst{
    Unit::bytes, "burst", "4M", "auto", "what flows in within 1/64 second", largest_number};
inline constexpr Kind io_burst{
    Unit::ios, "burst", "100", "auto", "what flows in within 1/64 second", largest_number};
inline constexpr Kind io_size{Unit::bytes, "size", "64Ki", "0", "one I/O a request, however large",
                              0xffff'ffff};

/// The value of a knob: a number of at least 1, or none, for which each kind
/// has its word.
struct Value {
    std::optional<std::uint64_t> number;

    static Value unset() { return {}; }
    bool is_unset() const { return !number; }
    bool operator==(const Value&) const = default;
};

/// Reads a value as people write it.
///
///     max, auto, 0              the kind's word for none
///     4096                      plain number
///     4K 20M 1.5G 1T            times 1000, 1000^2, 1000^3, 1000^4
///     4Ki 20Mi 1.5Gi 1Ti        times 1024, ... (not for I/Os)
///     20MB 20MiB                the same with "B" (not for I/Os)
///     20M/s 20MB/s              the same with "/s" (bytes per second only)
///     500iops 500/s 5Kiops      the same for I/Os per second
///
/// I/Os take K and M only. Upper and lower case matter. Decimals are fine as
/// long as the result is a whole number.
/// Errors (all ExitCode::usage): not a number, 0 where that is not the word for
/// none, unknown unit (the message lists the units), not a whole number, beyond
/// the largest.
Result<Value> parse_value(std::string_view text, const Kind& kind);

/// The shortest of the forms above that is exactly this value; parse_value()
/// gives the same value back.
std::string format_value(Value value, const Kind& kind);

/// The form that sysfs takes and gives: the word, or a plain decimal integer.
std::string to_sysfs(Value value, const Kind& kind);

/// Reads the form that sysfs gives; nothing if the text is anything else.
std::optional<Value> from_sysfs(std::string_view text, const Kind& kind);

} // namespace dom0ctl
