// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

struct Present {
    Limits limits;
    Stat stat;
};

Result<Present> read(const Throttle& throttle, const Scope& scope) {
    const Result<Limits> limits = throttle.limits(scope);
    if (!limits)
        return limits.error();
    Result<Stat> stat = throttle.stat(scope);
    if (!stat)
        return stat.error();
    return Present{*limits, *std::move(stat)};
}

Json to_json(const Target& target, const Present& present) {
    Json json = dom0ctl::to_json(target, present.limits);
    Json& values = json["stat"] = Json::object();
    for (const auto& [name, value] : present.stat.values)
        values[name] = value;
    return json;
}

} // namespace

Result<Output> limit_get(World& world, const Named& named) {
    const Result<Target> target = governed_target(world, named.guest, named.disk);
    if (!target)
        return target.error();
    const Throttle throttle(world.sysfs);
    const Result<Present> present = read(throttle, target->scope());
    if (!present)
        return present.error();

    // The sustained limits always, of the rest only what is set.
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Knob& knob = knobs.at(i);
        const Value value = present->limits.at(i);
        if (i < rate_count || !value.is_unset())
            rows.push_back({std::string(knob.name), format_value(value, knob.kind)});
    }
    rows.push_back({"waiting", fmt::format("{}", waiting(present->stat))});
    Json json = to_json(*target, *present);
    if (target->disk)
        return Output{format_table(rows), std::move(json)};

    Json& disks = json["disks"] = Json::array();
    Disks all = throttle.disks();
    for (const Devid devid : all[target->guest.domid]) {
        const Target disk{target->guest, devid};
        const Result<Present> of_disk = read(throttle, disk.scope());
        if (!of_disk && of_disk.error().code == ExitCode::no_guest)
            continue; // detached while we were looking
        if (!of_disk)
            return of_disk.error();
        const std::string set = settings(of_disk->limits);
        rows.push_back({fmt::format("disk {}", disk_name(devid)), set.empty() ? "no limit" : set});
        disks.push_back(to_json(disk, *of_disk));
    }
    return Output{format_wrapped_table(rows), std::move(json)};
}

} // namespace dom0ctl
