// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

namespace dom0ctl {

Result<Output> limit_list(World& world) {
    const Result<std::vector<Guest>> guests = governed_guests(world);
    if (!guests)
        return guests.error();

    const Throttle throttle(world.sysfs);
    std::vector<std::vector<std::string>> rows{
        {"DOMID", "NAME", "READ_BPS", "WRITE_BPS", "READ_IOPS", "WRITE_IOPS", "WAITING"}};
    Json domains = Json::array();
    for (const Guest& guest : *guests) {
        const Result<Limits> limits = throttle.limits(guest.domid);
        const Result<Stat> stat =
            limits ? throttle.stat(guest.domid) : Result<Stat>(limits.error());
        if (!stat && stat.error().code == ExitCode::no_guest)
            continue; // shut down while we were looking
        if (!stat)
            return stat.error();

        std::vector<std::string> row{fmt::format("{}", guest.domid), display_name(guest)};
        for (std::size_t i = 0; i < knob_count; ++i)
            row.push_back(format_rate(limits->at(i), knobs.at(i).unit));
        row.push_back(fmt::format("{}", stat->waiting()));
        rows.push_back(std::move(row));

        Json json = to_json(guest, *limits);
        json["waiting"] = stat->waiting();
        domains.push_back(std::move(json));
    }
    return Output{format_table(rows), {{"domains", std::move(domains)}}};
}

} // namespace dom0ctl
