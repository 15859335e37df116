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
    if (named)
        return governed_targets(world, named->guest, named->disk);
    const Result<std::vector<Guest>> all = governed_guests(world);
    if (!all)
        return all.error();
    std::vector<Target> targets;
    for (const Guest& guest : *all)
        targets.push_back({guest, std::nullopt});
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

Result<Output> limit_clear(World& world, const std::optional<Named>& named, Persist persist) {
    const Result<std::vector<Target>> targets = targets_of(world, named);
    if (!targets)
        return targets.error();
    const auto change = [&]() -> Result<Output> {
        const Throttle throttle(world.sysfs);
        const bool one = named && !is_pattern(named->guest);
        Result<std::vector<Change>> made = make_changes(
            throttle, plan(throttle, *targets), one ? Vanished::is_an_error : Vanished::is_skipped);
        if (!made)
            return made.error();
        // What was no limit before is not worth a line.
        std::erase_if(*made, [](const Change& done) { return done.was == done.now; });
        return describe(*made);
    };
    if (persist == Persist::no || !named)
        return change();
    return change_and_keep(world, change, [&](Keeper& keeper) -> Result<void> {
        for (const Target& target : *targets) {
            const Result<Wish> wish = limit_wish(world, target, named->guest);
            if (!wish)
                return wish.error();
            if (Result<void> done = keeper.clear(*wish); !done)
                return done;
            Wish disks = *wish;
            disks.parts = {std::string(every_part)};
            if (Result<void> done = target.disk ? Result<void>() : keeper.clear(disks); !done)
                return done;
        }
        return {};
    });
}

} // namespace dom0ctl
