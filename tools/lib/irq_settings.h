// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/amount.h"
#include "lib/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dom0ctl {

inline constexpr std::string_view irq_max = "max";
inline constexpr std::string_view irq_default = "default";

inline constexpr std::array<std::string_view, 1> irq_max_only{irq_max};
inline constexpr std::array<std::string_view, 2> irq_max_or_default{irq_max, irq_default};

/// The largest number that xen-irqpool takes: 2^32-3.
inline constexpr std::uint64_t irq_largest = 4'294'967'293;

/// Something of xen-irqpool's that can be set. The names are those of the sysfs
/// attributes and of the settings on the command line.
struct IrqSetting {
    std::string_view name;
    std::string_view noun;                   ///< "'x' is not a <noun>"
    std::string_view example;                ///< a number that makes sense
    std::span<const std::string_view> takes; ///< words that can be set in place of a number
    std::span<const std::string_view> shows; ///< words that it can read as
};

/// That of a domain.
inline constexpr IrqSetting irq_quota{"quota", "quota", "256", irq_max_or_default,
                                      irq_max_or_default};

/// Those of the pool, all that there are. The first one is the one that most
/// kernels refuse: then nothing has to be put back.
inline constexpr std::size_t irq_pool_setting_count = 5;
inline constexpr std::array<IrqSetting, irq_pool_setting_count> irq_pool_settings{{
    {"descriptors_ceiling", "number", "65536", {}, irq_max_only},
    {"reserve_min", "number", "64", {}, {}},
    {"reserve_max", "number", "1024", {}, {}},
    {"toolstack_share", "number", "128", {}, {}},
    {"default_quota", "quota", "512", irq_max_only, irq_max_only},
}};

/// That setting of the pool; it has to be one of the above.
const IrqSetting& irq_pool_setting(std::string_view name);

/// Reads a value as a person writes it: a plain number, or a word that the
/// setting takes. 0 is a number like others: no channel, no reserve.
/// Errors (all ExitCode::usage): anything else, and beyond the largest.
Result<Amount> read_irq_value(std::string_view text, const IrqSetting& setting);

} // namespace dom0ctl
