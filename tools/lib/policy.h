// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/areas.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// A place in a limits file, as compilers count: from 1, columns in characters.
struct Position {
    std::size_t line = 0;
    std::size_t column = 0;

    bool operator<(const Position& other) const {
        return line != other.line ? line < other.line : column < other.column;
    }
};

/// From one byte of a text to before another.
struct Bytes {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// KEY = VALUE in an entry.
struct PolicySetting {
    std::size_t key = 0; ///< of the entry's area
    AnyValue value;
    Position at; ///< the key
    Bytes bytes; ///< the value
};

/// One [[limit]], [[csum]] or [[irq]]: which guests, or which parts of them, and
/// what they get. The patterns are those of fnmatch(3).
struct PolicyEntry {
    Area area = Area::limit;
    std::string guest;               ///< for the guest's name; empty: by the UUID
    std::string uuid;                ///< as parse_uuid() gives it
    std::optional<std::string> part; ///< for a disk or vif; none: all of the guest
    std::vector<PolicySetting> settings;

    std::size_t file = 0; ///< index into Policy::files
    Position at;
    bool is_inline = false;   ///< not a table with a line for each key
    std::size_t last_key = 0; ///< the byte where the last one begins
    std::size_t last_end = 0; ///< the byte behind its value
};

/// A limits file.
struct PolicyFile {
    std::string path;
    std::string text;
};

/// What limits files say, in their order.
struct Policy {
    std::vector<PolicyFile> files;
    std::vector<PolicyEntry> entries;
};

/// Something in a file that is wrong, or surely not meant. Without a position it
/// is about the file as a whole.
struct Mistake {
    std::string file;
    Position at;
    Error error;
};

/// "<file>:<line>:<column>: <what>; <hint>" as an error.
Error to_error(const Mistake& mistake);

/// Whom a guest, or a part of it, is known as.
struct Subject {
    std::string name;               ///< of the guest, without what xl adds for a while
    std::string uuid;               ///< empty when unknown
    std::vector<std::string> parts; ///< the names of the disk or vif; none: the guest
};

/// The name under which settings are kept: xl adds "--incoming" to the name of a
/// guest that is being migrated in, "--migratedaway" to that of one that has left.
std::string_view lasting_name(std::string_view name);

/// Whether the entry is for this guest and part.
bool matches(const PolicyEntry& entry, const Subject& subject);

/// For each key of the area, the setting that decides: that of the last matching
/// entry that names the key; null where none does. A setting stays as it is then.
/// Entries for parts say nothing about guests as a whole, and, with limits, the
/// other way round; without "vif", checksums are those of all the guest's.
std::vector<const PolicySetting*> decide(const Policy& policy, Area area, const Subject& subject);

/// Whether some entry is of this area.
bool speaks_of(const Policy& policy, Area area);

/// Whether some entry is for a guest by its UUID.
bool asks_for_uuids(const Policy& policy);

} // namespace dom0ctl
