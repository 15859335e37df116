// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/guests.h"

#include "lib/number.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dom0ctl {
namespace {

constexpr std::string_view name_prefix = "name:";

Result<Guest> find_by_name(GuestNames& names, std::string_view name) {
    if (name.empty()) // as is the name of a domain that has none
        return Error{ExitCode::usage, "the name of the guest is empty", "give a name or a domid"};
    Result<std::vector<Guest>> running = names.running();
    if (!running) {
        Error error = running.error();
        error.what = fmt::format("cannot look up guest '{}': {}", name, error.what);
        error.hint += ", or give the domid";
        return error;
    }
    std::vector<Domid> found;
    for (const Guest& guest : *running) {
        if (guest.name == name)
            found.push_back(guest.domid);
    }
    if (found.empty())
        return Error{ExitCode::no_guest, fmt::format("no running guest is called '{}'", name),
                     "'xl list' shows those that run"};
    if (found.size() > 1)
        return Error{
            ExitCode::no_guest,
            fmt::format("several domains are called '{}': domids {}", name, fmt::join(found, ", ")),
            "give the domid"};
    return Guest{found.front(), std::string(name)};
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

Result<Guest> find_guest(GuestNames& names, std::string_view spec) {
    if (spec.starts_with(name_prefix))
        return find_by_name(names, spec.substr(name_prefix.size()));
    if (!is_digits(spec))
        return find_by_name(names, spec);
    const std::optional<Domid> domid = parse_domid(spec);
    if (!domid)
        return Error{ExitCode::usage, fmt::format("no domain can have the domid {}", spec),
                     fmt::format("write name:{} if that is the guest's name", spec)};
    return Guest{*domid, names.name_of(*domid).value_or("")};
}

} // namespace dom0ctl
