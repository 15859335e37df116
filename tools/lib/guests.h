// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

using Domid = std::uint32_t;

/// Domids from here on are Xen's own (DOMID_SELF and others).
inline constexpr Domid first_reserved_domid = 0x7ff0;

/// A running domain. The name is empty when nobody could tell it.
struct Guest {
    Domid domid = 0;
    std::string name;
};

/// "web1 (domid 5)", or "domid 5" for want of a name.
std::string label(const Guest& guest);

/// The name for a table: "-" for want of one.
std::string display_name(const Guest& guest);

/// Who knows the names and UUIDs of the running domains: xenstore, or a test.
class GuestNames {
  public:
    GuestNames() = default;
    GuestNames(const GuestNames&) = delete;
    GuestNames& operator=(const GuestNames&) = delete;
    virtual ~GuestNames() = default;

    /// Every running domain, by ascending domid.
    /// Errors: no_permission, not_ready (xenstore cannot be reached).
    virtual Result<std::vector<Guest>> running() = 0;

    /// The name of one domain; nothing if it has none or nobody can tell.
    virtual std::optional<std::string> name_of(Domid domid) = 0;

    /// The UUID of one domain as parse_uuid() gives it; nothing if it has none or
    /// nobody can tell. It stays when the guest restarts, is renamed or migrated.
    virtual std::optional<std::string> uuid_of(Domid domid) = 0;
};

/// The domid a string of nothing but digits stands for; nothing if the string
/// is no domid that a domain can have.
std::optional<Domid> parse_domid(std::string_view text);

/// Finds the domain a person means: digits are a domid, as in xl; a UUID is that
/// of the guest, with or without "uuid:" before it; anything else is a name;
/// "name:5" is a guest whose name is 5.
/// A domid is not checked to be running: that needs no xenstore.
/// Errors: usage (no name, no possible domid, no UUID after uuid:), no_guest (no
/// or several guests of that name or UUID), and those of GuestNames::running().
/// A pattern is an error (usage) that says so.
Result<Guest> find_guest(GuestNames& names, std::string_view spec);

/// Whether a person means any number of guests: *, ? and [...] stand for parts of
/// names, as in the shell. "name:a*" is a guest that is called so.
bool is_pattern(std::string_view spec);

/// The guests with names that match a pattern, by ascending domid. Domain-0 is no
/// guest, and is never among them.
/// Errors: no_guest (there is none), and those of GuestNames::running().
Result<std::vector<Guest>> matching_guests(GuestNames& names, std::string_view pattern);

/// What finds a guest again: its name, with "name:" before it if it would be taken
/// for something else, or the domid for want of a name.
std::string spec_of(const Guest& guest);

} // namespace dom0ctl
