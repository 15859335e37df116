// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/units.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace dom0ctl {

/// One of the limits of a domain. The names are those of the sysfs attributes
/// and of the keys in limits files; the options have '-' for '_'.
struct Knob {
    std::string_view name;
    std::string_view option;
    Unit unit;
    std::string_view summary;
};

inline constexpr std::size_t knob_count = 4;
inline constexpr std::array<Knob, knob_count> knobs{{
    {"read_bps", "--read-bps", Unit::bytes_per_second, "bytes per second read"},
    {"write_bps", "--write-bps", Unit::bytes_per_second, "bytes per second written"},
    {"read_iops", "--read-iops", Unit::ios_per_second, "read requests per second"},
    {"write_iops", "--write-iops", Unit::ios_per_second, "write requests per second"},
}};

/// All limits of a domain, in the order of knobs.
using Limits = std::array<Rate, knob_count>;

/// The limits somebody asks for; what is not named stays as it is.
using WantedLimits = std::array<std::optional<Rate>, knob_count>;

} // namespace dom0ctl
