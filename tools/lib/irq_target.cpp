// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_target.h"

#include "lib/irqpool.h"
#include "lib/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dom0ctl {
namespace {

Error why_not_there(World& world, const Guest& guest) {
    if (std::optional<Error> stopped = not_running(world, guest.domid))
        return *stopped;
    return {ExitCode::no_guest, fmt::format("{} has no event channel with dom0 yet", label(guest)),
            "try again in a second"};
}

Result<std::vector<Guest>> matching_irq_guests(World& world, std::string_view pattern) {
    Result<std::vector<Guest>> guests = matching_guests(world.names, pattern);
    if (!guests)
        return guests;
    const IrqPool pool(world.sysfs);
    std::erase_if(*guests, [&](const Guest& guest) { return !pool.has(guest.domid); });
    if (guests->empty())
        return Error{
            ExitCode::no_guest,
            fmt::format("no guest that matches '{}' has an event channel with dom0 yet", pattern),
            "try again in a second"};
    return guests;
}

} // namespace

Result<std::vector<Guest>> named_irq_guests(World& world, const std::vector<std::string>& specs) {
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const IrqPool pool(world.sysfs);
    std::vector<Guest> guests;
    const auto is_there = [&guests](const Guest& guest) {
        return std::any_of(guests.begin(), guests.end(),
                           [&](const Guest& other) { return other.domid == guest.domid; });
    };
    for (const std::string& spec : specs) {
        if (is_pattern(spec)) {
            const Result<std::vector<Guest>> some = matching_irq_guests(world, spec);
            if (!some)
                return some.error();
            std::copy_if(some->begin(), some->end(), std::back_inserter(guests),
                         [&](const Guest& guest) { return !is_there(guest); });
            continue;
        }
        const Result<Guest> guest = find_guest(world.names, spec);
        if (!guest)
            return guest.error();
        if (!pool.has(guest->domid))
            return why_not_there(world, *guest);
        if (is_there(*guest))
            return Error{ExitCode::usage, fmt::format("{} is given twice", label(*guest)),
                         "give each guest once"};
        guests.push_back(*guest);
    }
    return guests;
}

Result<std::vector<Guest>> all_irq_domains(World& world) {
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const Result<std::vector<Domid>> domids = IrqPool(world.sysfs).domains();
    if (!domids)
        return domids.error();
    std::vector<Guest> guests;
    for (const Domid domid : *domids)
        guests.push_back({domid, world.names.name_of(domid).value_or("")});
    return guests;
}

} // namespace dom0ctl
