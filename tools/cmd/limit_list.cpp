// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

struct Entry {
    std::string settings; // as "limit set" takes them
    std::vector<std::string> row;
    Json json;
};

Result<Entry> read(const Throttle& throttle, const Target& target) {
    const Result<Limits> limits = throttle.limits(target.scope());
    const Result<Stat> stat = limits ? throttle.stat(target.scope()) : Result<Stat>(limits.error());
    if (!stat)
        return stat.error();
    Entry entry{settings(*limits), {}, to_json(target, *limits)};
    entry.row = {fmt::format("{}", target.guest.domid), display_name(target.guest),
                 target.disk ? disk_name(*target.disk) : "all", fmt::format("{}", waiting(*stat)),
                 entry.settings.empty() ? "none" : entry.settings};
    entry.json["waiting"] = waiting(*stat);
    return entry;
}

} // namespace

Result<Output> limit_list(World& world) {
    const Result<std::vector<Guest>> guests = governed_guests(world);
    if (!guests)
        return guests.error();

    const Throttle throttle(world.sysfs);
    Disks all_disks = throttle.disks();
    std::vector<std::vector<std::string>> rows{{"DOMID", "NAME", "DISK", "WAITING", "LIMITS"}};
    Json domains = Json::array();
    for (const Guest& guest : *guests) {
        Result<Entry> entry = read(throttle, {guest, std::nullopt});
        if (!entry && entry.error().code == ExitCode::no_guest)
            continue; // shut down while we were looking
        if (!entry)
            return entry.error();
        rows.push_back(entry->row);

        Json disks = Json::array();
        for (const Devid devid : all_disks[guest.domid]) {
            Result<Entry> disk = read(throttle, {guest, devid});
            if (!disk && disk.error().code == ExitCode::no_guest)
                continue;
            if (!disk)
                return disk.error();
            if (!disk->settings.empty())
                rows.push_back(disk->row);
            disks.push_back(std::move(disk->json));
        }
        entry->json["disks"] = std::move(disks);
        domains.push_back(std::move(entry->json));
    }
    return Output{format_wrapped_table(rows), {{"domains", std::move(domains)}}};
}

} // namespace dom0ctl
