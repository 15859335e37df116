// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

namespace dom0ctl {

Result<Output> limit_get(World& world, const std::string& guest) {
    const Result<Guest> target = governed_guest(world, guest);
    if (!target)
        return target.error();
    const Throttle throttle(world.sysfs);
    const Result<Limits> limits = throttle.limits(target->domid);
    if (!limits)
        return limits.error();
    const Result<Stat> stat = throttle.stat(target->domid);
    if (!stat)
        return stat.error();

    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Knob& knob = knobs.at(i);
        rows.push_back({std::string(knob.name), format_rate(limits->at(i), knob.unit)});
    }
    rows.push_back({"waiting", fmt::format("{}", stat->waiting())});

    Json json = to_json(*target, *limits);
    Json& values = json["stat"] = Json::object();
    for (const auto& [name, value] : stat->values)
        values[name] = value;
    return Output{format_table(rows), std::move(json)};
}

} // namespace dom0ctl
