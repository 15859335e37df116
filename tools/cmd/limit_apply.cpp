// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include "lib/policy.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

namespace dom0ctl {
namespace {

// Only what differs is written: applying twice changes nothing twice, and a
// limit that is in force is not started afresh.
Result<void> plan(const Throttle& throttle, const Target& target,
                  const std::vector<PolicyEntry>& policy, std::vector<Change>& changes) {
    WantedLimits wanted = limits_for(policy, target.guest.name, target.disk);
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (!wanted.at(i))
            continue;
        const Result<Value> present = throttle.limit(target.scope(), knobs.at(i));
        if (!present && present.error().code == ExitCode::no_guest)
            return {}; // went while we were looking
        if (!present)
            return present.error();
        if (*present == *wanted.at(i))
            wanted.at(i).reset();
    }
    std::vector<Change> some = changes_for(target, wanted);
    std::move(some.begin(), some.end(), std::back_inserter(changes));
    return {};
}

// The guest as a whole and each of its disks.
Result<void> plan_all(const Throttle& throttle, const Guest& guest, const std::vector<Devid>& disks,
                      const std::vector<PolicyEntry>& policy, std::vector<Change>& changes) {
    if (Result<void> planned = plan(throttle, {guest, std::nullopt}, policy, changes); !planned)
        return planned;
    for (const Devid devid : disks) {
        if (Result<void> planned = plan(throttle, {guest, devid}, policy, changes); !planned)
            return planned;
    }
    return {};
}

} // namespace

Result<Output> limit_apply(World& world, const std::vector<std::string>& paths) {
    std::vector<std::string> sources = paths;
    if (sources.empty()) {
        // No configuration at all is a configuration: a boot script may call.
        std::error_code error;
        if (!std::filesystem::exists(default_policy_dir, error) && !error)
            return describe({});
        sources.emplace_back(default_policy_dir);
    }
    const Result<std::vector<PolicyEntry>> policy = load_policy(sources);
    if (!policy)
        return policy.error();
    if (policy->empty())
        return describe({});

    if (const Result<std::vector<Guest>> governed = governed_guests(world); !governed)
        return governed.error();
    const Result<std::vector<Guest>> running = world.names.running();
    if (!running) {
        Error error = running.error();
        error.what = fmt::format("cannot tell the guests' names: {}", error.what);
        return error;
    }
    const Throttle throttle(world.sysfs);
    Disks disks = throttle.disks();
    std::vector<Change> changes;
    for (const Guest& guest : *running) {
        if (guest.name.empty() || !throttle.governs(guest.domid))
            continue;
        const Result<void> planned =
            plan_all(throttle, guest, disks[guest.domid], *policy, changes);
        if (!planned)
            return planned.error();
    }
    const Result<std::vector<Change>> made =
        make_changes(throttle, std::move(changes), Vanished::is_skipped);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
