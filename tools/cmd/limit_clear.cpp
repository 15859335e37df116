// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <iterator>

namespace dom0ctl {
namespace {

constexpr WantedLimits no_limits{Rate{}, Rate{}, Rate{}, Rate{}};

} // namespace

Result<Output> limit_clear(World& world, const std::optional<std::string>& guest) {
    std::vector<Guest> targets;
    if (guest) {
        const Result<Guest> target = governed_guest(world, *guest);
        if (!target)
            return target.error();
        targets.push_back(*target);
    } else {
        Result<std::vector<Guest>> all = governed_guests(world);
        if (!all)
            return all.error();
        targets = *std::move(all);
    }

    std::vector<Change> changes;
    for (const Guest& target : targets) {
        std::vector<Change> some = changes_for(target, no_limits);
        std::move(some.begin(), some.end(), std::back_inserter(changes));
    }
    const Result<std::vector<Change>> made =
        make_changes(Throttle(world.sysfs), std::move(changes),
                     guest ? Vanished::is_an_error : Vanished::is_skipped);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
