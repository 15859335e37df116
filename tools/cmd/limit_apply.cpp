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
Result<std::vector<Change>> plan(const Throttle& throttle, const Guest& guest,
                                 const std::vector<PolicyEntry>& policy) {
    WantedLimits wanted = limits_for(policy, guest.name);
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (!wanted.at(i))
            continue;
        const Result<Rate> present = throttle.limit(guest.domid, knobs.at(i));
        if (!present)
            return present.error();
        if (*present == *wanted.at(i))
            wanted.at(i).reset();
    }
    return changes_for(guest, wanted);
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
    std::vector<Change> changes;
    for (const Guest& guest : *running) {
        if (guest.name.empty() || !throttle.governs(guest.domid))
            continue;
        Result<std::vector<Change>> some = plan(throttle, guest, *policy);
        if (!some && some.error().code == ExitCode::no_guest)
            continue; // shut down while we were looking
        if (!some)
            return some.error();
        std::move(some->begin(), some->end(), std::back_inserter(changes));
    }
    const Result<std::vector<Change>> made =
        make_changes(throttle, std::move(changes), Vanished::is_skipped);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
