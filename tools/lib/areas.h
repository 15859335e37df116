// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/amount.h"
#include "lib/result.h"
#include "lib/units.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace dom0ctl {

/// What limits files hold settings of: one kind of entry for each group of
/// commands, under its name.
enum class Area {
    limit, ///< of a guest, or of its disks
    csum,  ///< of a guest's network interfaces
    irq,   ///< of a guest
};

inline constexpr std::array<Area, 3> areas{Area::limit, Area::csum, Area::irq};

/// "limit", as in [[limit]] and in "dom0ctl limit set".
std::string_view name_of(Area area);

/// The key that says which part of a guest an entry is for: "disk", "vif"; empty
/// where there are no parts.
std::string_view part_key(Area area);

/// How many settings an area has, and their names, which are those of sysfs.
std::size_t key_count(Area area);
std::string_view key_name(Area area, std::size_t key);
std::optional<std::size_t> find_key(Area area, std::string_view name);

/// What there is besides guest, uuid and the part, short enough for a message.
std::string key_names(Area area);

/// A value of any area's: a limit, a word, a quota.
using AnyValue = std::variant<Value, std::string, Amount>;

/// Reads a value as people write it. Errors: usage.
Result<AnyValue> read_value(Area area, std::size_t key, std::string_view text);

/// The shortest of the forms that read_value() takes for this value.
std::string value_text(Area area, std::size_t key, const AnyValue& value);

/// What somebody could write there, for a message: "20M" or "max".
std::string value_examples(Area area, std::size_t key);

} // namespace dom0ctl
