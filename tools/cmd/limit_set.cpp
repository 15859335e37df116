// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dom0ctl {
namespace {

// All settings are read before the first one is written.
Result<WantedLimits> parse(const std::vector<Setting>& settings) {
    if (settings.empty())
        return Error{ExitCode::usage, "no limit given",
                     "give at least one, such as write_bps=20M or read_iops=500"};
    WantedLimits wanted;
    for (const Setting& setting : settings) {
        const std::optional<std::size_t> i = find_knob(setting.knob);
        if (!i)
            return Error{ExitCode::usage, fmt::format("there is no limit '{}'", setting.shown),
                         fmt::format("the limits are {}", knob_names)};
        if (wanted.at(*i))
            return Error{ExitCode::usage, fmt::format("{} is given twice", setting.knob),
                         "give each limit once"};
        const Result<Value> value = parse_value(setting.value, knobs.at(*i).kind);
        if (!value) {
            Error error = value.error();
            error.what = fmt::format("{}: {}", setting.shown, error.what);
            return error;
        }
        wanted.at(*i) = *value;
    }
    return wanted;
}

} // namespace

Result<Output> limit_set(World& world, const Named& named, const std::vector<Setting>& settings,
                         Persist persist) {
    const Result<WantedLimits> wanted = parse(settings);
    if (!wanted)
        return wanted.error();
    const Result<std::vector<Target>> targets = governed_targets(world, named.guest, named.disk);
    if (!targets)
        return targets.error();
    const auto change = [&]() -> Result<Output> {
        std::vector<Change> changes;
        for (const Target& target : *targets) {
            std::vector<Change> some = changes_for(target, *wanted);
            std::move(some.begin(), some.end(), std::back_inserter(changes));
        }
        const Result<std::vector<Change>> made =
            make_changes(Throttle(world.sysfs), std::move(changes),
                         is_pattern(named.guest) ? Vanished::is_skipped : Vanished::is_an_error);
        if (!made)
            return made.error();
        return describe(*made);
    };
    if (persist == Persist::no)
        return change();
    return change_and_keep(world, change, [&](Keeper& keeper) -> Result<void> {
        for (const Target& target : *targets) {
            Result<Wish> wish = limit_wish(world, target, named.guest);
            if (!wish)
                return wish.error();
            for (std::size_t i = 0; i < knob_count; ++i) {
                if (wanted->at(i))
                    wish->settings.emplace_back(i, *wanted->at(i));
            }
            if (Result<void> done = keeper.fulfil(*wish); !done)
                return done;
        }
        return {};
    });
}

} // namespace dom0ctl
