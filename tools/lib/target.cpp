// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/target.h"

#include "lib/host.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace dom0ctl {
namespace {

bool is_running(World& world, Domid domid) {
    const Result<std::vector<Guest>> running = world.names.running();
    if (!running)
        return count_backends(world.sysfs, "", domid) > 0;
    return std::any_of(running->begin(), running->end(),
                       [domid](const Guest& guest) { return guest.domid == domid; });
}

Error why_not_governed(World& world, const Guest& guest) {
    if (std::optional<Error> stopped = not_running(world, guest.domid))
        return *stopped;
    if (std::optional<Error> trouble = blkback_trouble(world.sysfs))
        return *trouble;
    if (count_backends(world.sysfs, "vbd", guest.domid) == 0)
        return {ExitCode::no_guest,
                fmt::format("{} has no disk on the xen-blkback of this domain", label(guest)),
                "only disks that xen-blkback serves can be limited ('xl block-list' shows them)"};
    return {ExitCode::no_guest, fmt::format("{} has no connected disk yet", label(guest)),
            "try again when the guest has started its disks"};
}

Result<Devid> find_disk(World& world, const Guest& guest, std::string_view spec) {
    const Disks all = Throttle(world.sysfs).disks();
    const auto found = all.find(guest.domid);
    std::vector<std::string> names;
    if (found != all.end()) {
        for (const Devid devid : found->second) {
            if (disk_name(devid) == spec || parse_devid(spec) == devid)
                return devid;
            names.push_back(disk_name(devid));
        }
    }
    return Error{ExitCode::no_guest,
                 fmt::format("{} has no disk '{}' that can be limited", label(guest), spec),
                 names.empty() ? "it has none at all ('xl block-list' shows its disks)"
                               : fmt::format("it has {}", fmt::join(names, ", "))};
}

} // namespace

std::optional<Error> blkback_trouble(const Sysfs& sysfs) {
    const Blkback blkback = running_blkback(sysfs);
    const std::string advice = blkback_advice(blkback);
    if (advice.empty())
        return std::nullopt;
    return Error{ExitCode::not_ready,
                 blkback == Blkback::absent ? "xen-blkback is not loaded, so no disk is served"
                                            : "the running xen-blkback is not the patched one, so "
                                              "no disk can be limited",
                 advice};
}

std::optional<Error> not_running(World& world, Domid domid) {
    if (is_running(world, domid))
        return std::nullopt;
    return Error{ExitCode::no_guest, fmt::format("no domain with the domid {} is running", domid),
                 fmt::format("'xl list' shows those that run; write name:{0} for a guest that is "
                             "called {0}",
                             domid)};
}

Result<Guest> governed_guest(World& world, std::string_view spec) {
    if (const Result<void> ready = require_throttle(world.sysfs); !ready)
        return ready.error();
    Result<Guest> guest = find_guest(world.names, spec);
    if (!guest)
        return guest.error();
    if (!Throttle(world.sysfs).governs(guest->domid))
        return why_not_governed(world, *guest);
    return guest;
}

Result<Target> governed_target(World& world, std::string_view guest,
                               const std::optional<std::string>& disk) {
    const Result<Guest> found = governed_guest(world, guest);
    if (!found)
        return found.error();
    if (!disk)
        return Target{*found, std::nullopt};
    const Result<Devid> devid = find_disk(world, *found, *disk);
    if (!devid)
        return devid.error();
    return Target{*found, *devid};
}

Result<std::vector<Target>> governed_targets(World& world, std::string_view guests,
                                             const std::optional<std::string>& disk) {
    if (!is_pattern(guests)) {
        const Result<Target> target = governed_target(world, guests, disk);
        if (!target)
            return target.error();
        return std::vector<Target>{*target};
    }
    if (const Result<void> ready = require_throttle(world.sysfs); !ready)
        return ready.error();
    const Result<std::vector<Guest>> matching = matching_guests(world.names, guests);
    if (!matching)
        return matching.error();
    if (std::optional<Error> trouble = blkback_trouble(world.sysfs))
        return *trouble;
    const Throttle throttle(world.sysfs);
    std::vector<Target> targets;
    for (const Guest& guest : *matching) {
        if (!throttle.governs(guest.domid))
            continue;
        const Result<Devid> devid = disk ? find_disk(world, guest, *disk) : Result<Devid>(Devid{});
        if (devid)
            targets.push_back({guest, disk ? std::optional(*devid) : std::nullopt});
    }
    if (targets.empty())
        return Error{ExitCode::no_guest,
                     fmt::format("no guest that matches '{}' has a disk{} that can be limited",
                                 guests, disk ? fmt::format(" '{}'", *disk) : ""),
                     "'dom0ctl limit list' shows the guests that have one"};
    return targets;
}

Result<std::vector<Guest>> governed_guests(World& world) {
    if (const Result<void> ready = require_throttle(world.sysfs); !ready)
        return ready.error();
    const Result<std::vector<Domid>> domids = Throttle(world.sysfs).domains();
    if (!domids)
        return domids.error();
    if (domids->empty()) {
        if (std::optional<Error> trouble = blkback_trouble(world.sysfs))
            return *trouble;
    }
    std::vector<Guest> guests;
    for (const Domid domid : *domids)
        guests.push_back({domid, world.names.name_of(domid).value_or("")});
    return guests;
}

Result<std::vector<Guest>> governed_guests(World& world, const std::vector<std::string>& specs) {
    std::vector<Guest> guests;
    for (const std::string& spec : specs) {
        const Result<std::vector<Target>> targets = governed_targets(world, spec, std::nullopt);
        if (!targets)
            return targets.error();
        for (const Target& target : *targets)
            guests.push_back(target.guest);
    }
    std::sort(guests.begin(), guests.end(),
              [](const Guest& a, const Guest& b) { return a.domid < b.domid; });
    guests.erase(std::unique(guests.begin(), guests.end(),
                             [](const Guest& a, const Guest& b) { return a.domid == b.domid; }),
                 guests.end());
    return guests;
}

} // namespace dom0ctl
