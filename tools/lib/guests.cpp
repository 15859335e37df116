// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/guests.h"

#include "lib/number.h"
#include "lib/uuid.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

namespace dom0ctl {
namespace {

constexpr std::string_view name_prefix = "name:";
constexpr std::string_view uuid_prefix = "uuid:";

Result<std::vector<Guest>> ask(GuestNames& names, std::string_view spec) {
    Result<std::vector<Guest>> running = names.running();
    if (running)
        return running;
    Error error = running.error();
    error.what = fmt::format("cannot look up guest '{}': {}", spec, error.what);
    error.hint += ", or give the domid";
    return error;
}

Error several(std::string_view what, const std::vector<Guest>& guests) {
    std::vector<Domid> domids;
    domids.reserve(guests.size());
    for (const Guest& guest : guests)
        domids.push_back(guest.domid);
    return {ExitCode::no_guest,
            fmt::format("several domains {}: domids {}", what, fmt::join(domids, ", ")),
            "give the domid"};
}

Result<Guest> find_by_name(GuestNames& names, std::string_view name) {
    if (name.empty()) // as is the name of a domain that has none
        return Error{ExitCode::usage, "the name of the guest is empty",
                     "give a name, a UUID or a domid"};
    Result<std::vector<Guest>> guests = ask(names, name);
    if (!guests)
        return guests.error();
    std::erase_if(*guests, [name](const Guest& guest) { return guest.name != name; });
    if (guests->empty())
        return Error{ExitCode::no_guest, fmt::format("no running guest is called '{}'", name),
                     "'xl list' shows those that run"};
    if (guests->size() > 1)
        return several(fmt::format("are called '{}'", name), *guests);
    return guests->front();
}

// While a guest is migrated within one host, two domains have its UUID.
Result<Guest> find_by_uuid(GuestNames& names, const std::string& uuid) {
    Result<std::vector<Guest>> guests = ask(names, uuid);
    if (!guests)
        return guests.error();
    std::erase_if(*guests, [&](const Guest& guest) { return names.uuid_of(guest.domid) != uuid; });
    if (guests->empty())
        return Error{ExitCode::no_guest, fmt::format("no running guest has the UUID {}", uuid),
                     fmt::format("'xl list -v' shows those that run; write name:{} for a guest "
                                 "that is called so",
                                 uuid)};
    if (guests->size() > 1)
        return several(fmt::format("have the UUID {}", uuid), *guests);
    return guests->front();
}

} // namespace

std::string label(const Guest& guest) {
    if (guest.name.empty())
        return fmt::format("domid {}", guest.domid);
    return fmt::format("{} (domid {})", printable(guest.name), guest.domid);
}

std::string display_name(const Guest& guest) {
    return guest.name.empty() ? "-" : printable(guest.name);
}

std::optional<Domid> parse_domid(std::string_view text) {
    const std::optional<Domid> domid = parse_number<Domid>(text);
    return domid && *domid < first_reserved_domid ? domid : std::nullopt;
}

bool is_pattern(std::string_view spec) {
    return !spec.starts_with(name_prefix) && spec.find_first_of("*?[") != std::string_view::npos;
}

Result<std::vector<Guest>> matching_guests(GuestNames& names, std::string_view pattern) {
    Result<std::vector<Guest>> guests = ask(names, pattern);
    if (!guests)
        return guests;
    const std::string wanted(pattern);
    std::erase_if(*guests, [&](const Guest& guest) {
        return guest.domid == 0 || guest.name.empty() ||
               ::fnmatch(wanted.c_str(), guest.name.c_str(), 0) != 0;
    });
    if (guests->empty())
        return Error{ExitCode::no_guest, fmt::format("no running guest matches '{}'", pattern),
                     "'xl list' shows those that run"};
    return guests;
}

std::string spec_of(const Guest& guest) {
    if (guest.name.empty())
        return fmt::format("{}", guest.domid);
    const std::string_view name = guest.name;
    const bool taken = is_digits(name) || is_pattern(name) || parse_uuid(name) || name == "all" ||
                       name.starts_with('-') || name.find_first_of(":=") != std::string_view::npos;
    return (taken ? std::string(name_prefix) : std::string()) + guest.name;
}

Result<Guest> find_guest(GuestNames& names, std::string_view spec) {
    if (spec.starts_with(name_prefix))
        return find_by_name(names, spec.substr(name_prefix.size()));
    if (is_pattern(spec))
        return Error{ExitCode::usage,
                     fmt::format("'{}' is a pattern, where one guest is meant", spec),
                     fmt::format("name the guest; write name:{} for one that is called so", spec)};
    const bool says_uuid = spec.starts_with(uuid_prefix);
    const std::string_view rest = says_uuid ? spec.substr(uuid_prefix.size()) : spec;
    if (const std::optional<std::string> uuid = parse_uuid(rest))
        return find_by_uuid(names, *uuid);
    if (says_uuid)
        return Error{ExitCode::usage, fmt::format("'{}' is no UUID", rest),
                     "one looks like 6f1c1f6e-9c4b-4f0e-8a43-0123456789ab ('xl list -v' shows "
                     "them)"};
    if (!is_digits(spec))
        return find_by_name(names, spec);
    const std::optional<Domid> domid = parse_domid(spec);
    if (!domid)
        return Error{ExitCode::usage, fmt::format("no domain can have the domid {}", spec),
                     fmt::format("write name:{} if that is the guest's name", spec)};
    return Guest{*domid, names.name_of(*domid).value_or("")};
}

} // namespace dom0ctl
