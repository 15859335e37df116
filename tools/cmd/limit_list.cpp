// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit_list.h"

#include "cmd/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

namespace dom0ctl {
namespace {

struct Entry {
    std::string settings; // as "limit set" takes them
    std::vector<std::string> row;
    Json json;
};

Entry to_entry(const Guest& guest, const ThrottleState& state) {
    const Target target{guest, state.scope.disk};
    const std::uint64_t waiting = both(state, &xbt_numbers::waiting_ios);
    Entry entry{settings(state.limits), {}, to_json(target, state.limits)};
    entry.row = {fmt::format("{}", guest.domid), display_name(guest),
                 target.disk ? disk_name(*target.disk) : "all", fmt::format("{}", waiting),
                 entry.settings.empty() ? "none" : entry.settings};
    entry.json["waiting"] = waiting;
    return entry;
}

// Those of one domain: itself, and then its disks. None of a guest that was shut
// down while we were looking; of its disks there may be some left.
std::span<const ThrottleState> states_of(const std::vector<ThrottleState>& states, Domid domid) {
    const auto first = std::find_if(states.begin(), states.end(), [&](const ThrottleState& some) {
        return some.scope.domid == domid;
    });
    const auto last = std::find_if(
        first, states.end(), [&](const ThrottleState& some) { return some.scope.domid != domid; });
    if (first == last || first->scope.disk)
        return {};
    return {first, last};
}

} // namespace

Output describe_limits(const std::vector<Guest>& guests, const std::vector<ThrottleState>& states) {
    std::vector<std::vector<std::string>> rows{{"DOMID", "NAME", "DISK", "WAITING", "LIMITS"}};
    Json domains = Json::array();
    for (const Guest& guest : guests) {
        const std::span<const ThrottleState> its = states_of(states, guest.domid);
        if (its.empty())
            continue;
        Entry entry = to_entry(guest, its.front());
        rows.push_back(entry.row);
        Json disks = Json::array();
        for (const ThrottleState& state : its.subspan(1)) {
            Entry disk = to_entry(guest, state);
            if (!disk.settings.empty())
                rows.push_back(disk.row);
            disks.push_back(std::move(disk.json));
        }
        entry.json["disks"] = std::move(disks);
        domains.push_back(std::move(entry.json));
    }
    return {format_wrapped_table(rows), {{"domains", std::move(domains)}}};
}

Result<Output> limit_list(World& world, const std::vector<std::string>& specs) {
    const Result<std::vector<Guest>> guests =
        specs.empty() ? governed_guests(world) : governed_guests(world, specs);
    if (!guests)
        return guests.error();
    const std::unique_ptr<ThrottleDevice> device = device_of(world.sysfs);
    const bool one = guests->size() == 1;
    const Result<std::vector<ThrottleState>> states =
        read_states(device.get(), world.sysfs,
                    {one ? std::optional(guests->front().domid) : std::nullopt, true, false});
    if (!states)
        return states.error();
    return describe_limits(*guests, *states);
}

} // namespace dom0ctl
