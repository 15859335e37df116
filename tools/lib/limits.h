// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/units.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// One of the limits of a domain or of a disk. The names are those of the sysfs
/// attributes, of the settings on the command line and of the keys in limits
/// files; the options have '-' for '_'.
struct Knob {
    std::string_view name;
    Kind kind;
    std::string_view summary;
};

/// The one list of them; everything that names a knob is made from it.
inline constexpr std::size_t knob_count = 19;
inline constexpr std::array<Knob, knob_count> knobs{{
    {"read_bps", byte_rate, "bytes per second read"},
    {"write_bps", byte_rate, "bytes per second written"},
    {"total_bps", byte_rate, "bytes per second read and written"},
    {"read_iops", io_rate, "read requests per second"},
    {"write_iops", io_rate, "write requests per second"},
    {"total_iops", io_rate, "requests per second"},
    {"read_bps_burst", byte_burst, "bytes that may be read at once"},
    {"write_bps_burst", byte_burst, "bytes that may be written at once"},
    {"total_bps_burst", byte_burst, "bytes that may be moved at once"},
    {"read_iops_burst", io_burst, "reads that may go at once"},
    {"write_iops_burst", io_burst, "writes that may go at once"},
    {"total_iops_burst", io_burst, "requests that may go at once"},
    {"read_bps_peak", byte_rate, "bytes/s read during a burst"},
    {"write_bps_peak", byte_rate, "bytes/s written during a burst"},
    {"total_bps_peak", byte_rate, "bytes/s during a burst"},
    {"read_iops_peak", io_rate, "reads/s during a burst"},
    {"write_iops_peak", io_rate, "writes/s during a burst"},
    {"total_iops_peak", io_rate, "requests/s during a burst"},
    {"iops_size", io_size, "bytes that count as one I/O"},
}};

/// The names of all knobs, short enough for a message.
inline constexpr std::string_view knob_names =
    "{read,write,total}_{bps,iops}, each also with _burst or _peak, and iops_size";

/// The six sustained limits come first in knobs.
inline constexpr std::size_t rate_count = 6;

/// All limits of a domain or a disk, in the order of knobs.
using Limits = std::array<Value, knob_count>;

/// Some knobs, by their places.
using KnobSet = std::bitset<knob_count>;

inline KnobSet every_knob() {
    return KnobSet().set();
}

/// The limits somebody asks for; what is not named stays as it is.
using WantedLimits = std::array<std::optional<Value>, knob_count>;

/// The place of the knob of that name in knobs; nothing if there is none.
std::optional<std::size_t> find_knob(std::string_view name);

/// "--read-bps" for read_bps.
std::string option_name(const Knob& knob);

/// What is set of the limits, as "limit set" takes it: "write_bps=20M
/// read_iops=500". Empty if nothing is.
std::string settings(const Limits& limits);

} // namespace dom0ctl
