// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <algorithm>
#include <iterator>

namespace dom0ctl {
namespace {

WantedLimits no_limits() {
    WantedLimits wanted;
    wanted.fill(Value::unset());
    return wanted;
}

Result<std::vector<Target>> targets_of(World& world, const std::optional<Named>& named) {
    std::vector<Target> targets;
    if (named) {
        const Result<Target> target = governed_target(world, named->guest, named->disk);
        if (!target)
            return target.error();
        targets.push_back(*target);
    } else {
        const Result<std::vector<Guest>> all = governed_guests(world);
        if (!all)
            return all.error();
        for (const Guest& guest : *all)
            targets.push_back({guest, std::nullopt});
    }
    return targets;
}

// A domain's limits are written even if there is none, which is what overrides
// the defaults of the module. Disks have no defaults.
std::vector<Change> plan(const Throttle& throttle, const std::vector<Target>& targets) {
    const Disks disks = throttle.disks();
    std::vector<Change> changes;
    const auto add = [&changes](const Target& target) {
        std::vector<Change> some = changes_for(target, no_limits());
        std::move(some.begin(), some.end(), std::back_inserter(changes));
    };
    for (const Target& target : targets) {
        add(target);
        const auto found = disks.find(target.guest.domid);
        if (target.disk || found == disks.end())
            continue;
        for (const Devid devid : found->second)
            add({target.guest, devid});
    }
    return changes;
}

} // namespace

Result<Output> limit_clear(World& world, const std::optional<Named>& named) {
    const Result<std::vector<Target>> targets = targets_of(world, named);
    if (!targets)
        return targets.error();
    const Throttle throttle(world.sysfs);
    Result<std::vector<Change>> made = make_changes(
        throttle, plan(throttle, *targets), named ? Vanished::is_an_error : Vanished::is_skipped);
    if (!made)
        return made.error();
    // What was no limit before is not worth a line.
    std::erase_if(*made, [](const Change& change) { return change.was == change.now; });
    return describe(*made);
}

} // namespace dom0ctl
