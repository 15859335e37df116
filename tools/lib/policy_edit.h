// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/policy.h"

#include <string>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What a file is to say from now on about one guest, or one part of it.
struct Wish {
    Area area = Area::limit;
    std::string name;     ///< of the guest
    std::string uuid;     ///< empty when unknown
    bool by_uuid = false; ///< so is the guest named in the file
    /// The names of the disk or vif, the one to write first; "*" alone for each that
    /// the guest has or will have. None: the guest, and with checksums all its vifs.
    std::vector<std::string> parts;
    std::vector<std::pair<std::size_t, AnyValue>> settings;
};

inline constexpr std::string_view every_part = "*";

/// Whether the entry is for exactly this guest and part, and nobody else.
bool is_exactly(const PolicyEntry& entry, const Wish& wish);

/// Whether the entry could have a say in what is wished.
bool concerns(const PolicyEntry& entry, const Wish& wish);

/// The text with the wished settings in the entry, which has been read from it:
/// values are replaced where they stand, keys that are new get a line behind the
/// last one. All else stays byte for byte, comments and all. The entry must not be
/// inline if a key is new.
std::string with_settings(const std::string& text, const PolicyEntry& entry, const Wish& wish);

/// The text with a new entry at its end.
std::string with_new_entry(std::string text, const Wish& wish);

/// Whether the second text says what the first one does with the wish fulfilled in
/// its entry of that index, or, with the index behind the last, in a new one.
/// This is what an edit is checked against before it reaches a file.
bool differs_only_by(const std::string& before, const std::string& after, std::size_t entry,
                     const Wish& wish);

/// Fulfils a wish in the policy, whose files are those of one folder: in the entry
/// for exactly this guest, or, where that would not decide, in a new one at the
/// end of own_file or of a later file. The policy's files hold the new texts.
/// Errors: failed (the file is written in a way that cannot be added to).
Result<void> fulfil(Policy& policy, const std::string& own_file, const Wish& wish);

} // namespace dom0ctl
