// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/vifs.h"

#include "lib/csum.h"
#include "lib/disks.h"
#include "lib/host.h"
#include "lib/target.h"
#include "lib/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

namespace dom0ctl {
namespace {

constexpr std::string_view device_prefix = "vif-";
constexpr std::string_view vif_prefix = "vif:";
constexpr const char* see_list = "'dom0ctl csum list' shows the interfaces that can be seen here";

// The numbers in vif-<domid>-<handle>, or in vif-<handle>.
std::vector<std::uint32_t> numbers_in(std::string_view device) {
    std::vector<std::uint32_t> numbers;
    if (!device.starts_with(device_prefix))
        return {};
    device.remove_prefix(device_prefix.size());
    for (;;) {
        const std::string_view digits = device.substr(0, device.find('-'));
        const std::optional<std::uint32_t> number = parse_devid(digits);
        if (!number)
            return {};
        numbers.push_back(*number);
        if (digits.size() == device.size())
            return numbers;
        device.remove_prefix(digits.size() + 1);
    }
}

struct Found {
    std::string name;
    std::vector<std::uint32_t> numbers;
};

// A device has one interface, or none that can be seen from this namespace.
std::vector<Found> on_bus(const Sysfs& sysfs, std::string_view bus, std::size_t count) {
    std::vector<Found> found;
    const std::string devices = fmt::format("bus/{}/devices", bus);
    const auto names = sysfs.list(devices);
    if (!names)
        return found;
    for (const std::string& device : *names) {
        const std::vector<std::uint32_t> numbers = numbers_in(device);
        if (numbers.size() != count)
            continue;
        const auto interfaces = sysfs.list(fmt::format("{}/{}/net", devices, device));
        if (!interfaces)
            continue;
        for (const std::string& name : *interfaces)
            found.push_back({name, numbers});
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::tie(a.numbers, a.name) < std::tie(b.numbers, b.name);
    });
    return found;
}

Error why_none(World& world, const Guest& guest) {
    if (std::optional<Error> stopped = not_running(world, guest.domid))
        return *stopped;
    if (count_backends(world.sysfs, "vif", guest.domid) == 0)
        return {ExitCode::no_guest,
                fmt::format("{} has no network interface on the xen-netback of this domain",
                            label(guest)),
                "'xl network-list' shows its interfaces"};
    return {ExitCode::no_guest,
            fmt::format("{} has no network interface in this network namespace", label(guest)),
            "run dom0ctl in the one it was moved to: 'ip netns exec NAME dom0ctl ...'"};
}

bool is_interface(const Sysfs& sysfs, std::string_view name) {
    const auto names = sysfs.list("class/net");
    return names && std::find(names->begin(), names->end(), name) != names->end();
}

Error not_xen(std::string_view name) {
    return {ExitCode::no_guest, fmt::format("{} is not a Xen network interface", name), see_list};
}

std::vector<Vif> called(const std::vector<Vif>& vifs, std::string_view name) {
    for (const Vif& vif : vifs) {
        if (vif.name == name)
            return {vif};
    }
    return {};
}

std::vector<Vif> of_guest(const std::vector<Vif>& vifs, Domid domid) {
    std::vector<Vif> some;
    for (const Vif& vif : vifs) {
        if (vif.guest && vif.guest->domid == domid)
            some.push_back(vif);
    }
    return some;
}

bool is_called(GuestNames& names, std::string_view name) {
    const Result<std::vector<Guest>> running = names.running();
    return running && std::any_of(running->begin(), running->end(),
                                  [name](const Guest& guest) { return guest.name == name; });
}

// Neither an interface nor, for this reason, a guest.
Result<std::vector<Vif>> nobody(World& world, std::string_view who, Error reason) {
    const bool either = !who.starts_with("name:") && !who.starts_with("uuid:") && !parse_uuid(who);
    if (either && reason.code == ExitCode::not_ready)
        reason.hint += " or an interface";
    if (!either || reason.code != ExitCode::no_guest || is_called(world.names, who))
        return reason;
    if (is_interface(world.sysfs, who))
        return not_xen(who);
    return Error{ExitCode::no_guest,
                 fmt::format("no running guest and no Xen network interface is called '{}'", who),
                 see_list};
}

Result<std::vector<Vif>> of_matching(World& world, const std::vector<Vif>& vifs,
                                     std::string_view pattern) {
    const Result<std::vector<Guest>> guests = matching_guests(world.names, pattern);
    if (!guests)
        return guests.error();
    std::vector<Vif> some;
    for (const Guest& guest : *guests) {
        std::vector<Vif> its = of_guest(vifs, guest.domid);
        std::move(its.begin(), its.end(), std::back_inserter(some));
    }
    if (some.empty())
        return Error{ExitCode::no_guest,
                     fmt::format("no guest that matches '{}' has an interface here", pattern),
                     see_list};
    return some;
}

// What WHO means, "all" aside.
Result<std::vector<Vif>> find(World& world, const std::vector<Vif>& vifs, std::string_view who) {
    if (who.starts_with(vif_prefix)) {
        who.remove_prefix(vif_prefix.size());
        std::vector<Vif> one = called(vifs, who);
        if (!one.empty())
            return one;
        if (is_interface(world.sysfs, who))
            return not_xen(who);
        return Error{ExitCode::no_guest,
                     fmt::format("no Xen network interface is called '{}'", who), see_list};
    }
    if (is_pattern(who))
        return of_matching(world, vifs, who);
    // Digits are a domid, as everywhere.
    std::vector<Vif> one = parse_devid(who) ? std::vector<Vif>{} : called(vifs, who);
    const Result<Guest> guest = find_guest(world.names, who);
    if (!guest)
        return one.empty() ? nobody(world, who, guest.error()) : Result(one);
    std::vector<Vif> its = of_guest(vifs, guest->domid);
    if (one.empty() && its.empty())
        return why_none(world, *guest);
    if (one.empty())
        return its;
    // An interface is often named after its guest, and then means the same.
    if (its.size() == 1 && its.front().name == one.front().name)
        return one;
    return Error{ExitCode::usage, fmt::format("'{}' is a guest and an interface", who),
                 fmt::format("write name:{0} for the guest, vif:{0} for the interface", who)};
}

} // namespace

std::string label(const Vif& vif) {
    return vif.guest ? fmt::format("{} {}", label(*vif.guest), vif.name) : vif.name;
}

std::vector<Vif> list_vifs(World& world) {
    std::vector<Vif> vifs;
    std::map<Domid, std::string> names;
    for (const Found& found : on_bus(world.sysfs, "xen-backend", 2)) {
        const Domid domid = found.numbers.front();
        const auto [name, is_new] = names.try_emplace(domid);
        if (is_new)
            name->second = world.names.name_of(domid).value_or("");
        vifs.push_back({found.name, found.numbers.back(), Guest{domid, name->second}});
    }
    for (const Found& found : on_bus(world.sysfs, "xen", 1))
        vifs.push_back({found.name, found.numbers.front(), std::nullopt});
    return vifs;
}

bool names_many(std::string_view who) {
    return who == "all" || (is_pattern(who) && !who.starts_with(vif_prefix));
}

std::map<Domid, std::vector<Vif>> vifs_of_guests(const Sysfs& sysfs) {
    std::map<Domid, std::vector<Vif>> vifs;
    for (const Found& found : on_bus(sysfs, "xen-backend", 2)) {
        const Domid domid = found.numbers.front();
        vifs[domid].push_back({found.name, found.numbers.back(), Guest{domid, ""}});
    }
    return vifs;
}

Result<std::vector<Vif>> find_vifs(World& world, std::string_view who) {
    if (const Result<void> ready = require_csumfix(world.sysfs); !ready)
        return ready.error();
    const Csum csum(world.sysfs);
    std::vector<Vif> vifs = list_vifs(world);
    if (who == "all") {
        std::erase_if(vifs, [&csum](const Vif& vif) { return !csum.covers(vif.name); });
        return vifs;
    }
    Result<std::vector<Vif>> found = find(world, vifs, who);
    if (!found)
        return found.error();
    for (const Vif& vif : *found) {
        if (!csum.covers(vif.name))
            return Error{ExitCode::failed,
                         fmt::format("xen-csumfix does not look after {}", label(vif)),
                         "dmesg may tell why"};
    }
    return found;
}

} // namespace dom0ctl
