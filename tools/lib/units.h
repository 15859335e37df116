// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// What a limit counts.
enum class Unit {
    bytes_per_second,
    ios_per_second,
};

/// A limit: a whole number per second, at least 1, or none at all ("max").
struct Rate {
    std::optional<std::uint64_t> per_second;

    static Rate max() { return {}; }
    bool is_max() const { return !per_second; }
    bool operator==(const Rate&) const = default;
};

/// The largest limit that xen-blkthrottle takes: 2^63-1 per second.
inline constexpr std::uint64_t max_per_second = 0x7fff'ffff'ffff'ffff;

/// Reads a limit as people write it.
///
///     max                       no limit
///     4096                      plain number
///     4K 20M 1.5G 1T            times 1000, 1000^2, 1000^3, 1000^4
///     4Ki 20Mi 1.5Gi 1Ti        times 1024, ... (bytes/s only)
///     20MB 20MiB 20M/s 20MB/s   the same with "B" and "/s" (bytes/s only)
///
/// I/Os per second take K and M only. Upper and lower case matter. Decimals
/// are fine as long as the result is a whole number.
/// Errors (all ExitCode::usage): not a number, 0, unknown unit (the message
/// lists the units), not a whole number, beyond max_per_second.
Result<Rate> parse_rate(std::string_view text, Unit unit);

/// The shortest of the forms above that is exactly this rate; parse_rate()
/// gives the same rate back.
std::string format_rate(Rate rate, Unit unit);

/// The form that sysfs takes and gives: "max" or a plain decimal integer.
std::string to_sysfs(Rate rate);

/// Reads the form that sysfs gives; nothing if the text is anything else.
std::optional<Rate> from_sysfs(std::string_view text);

} // namespace dom0ctl
