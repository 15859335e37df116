// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/changes.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

bool is_gone(const Error& error) {
    return error.code == ExitCode::no_guest;
}

// Puts back the first count changes, the last one first. A domain or a disk
// that is gone took its limits with it.
Error undo(const Throttle& throttle, const std::vector<Change>& changes, std::size_t count,
           Error reason) {
    bool put_back = false;
    std::string left;
    while (count-- > 0) {
        const Change& change = changes.at(count);
        const Knob& knob = knobs.at(change.knob);
        const Result<void> done = throttle.set_limit(change.target.scope(), knob, change.was);
        if (done)
            put_back = true;
        else if (!is_gone(done.error()))
            left += fmt::format("; {} of {} is left at {}", knob.name, label(change.target),
                                to_sysfs(change.to, knob.kind));
    }
    if (put_back)
        reason.what += "; the limits already changed were put back";
    reason.what += left;
    return reason;
}

// Applies one step to every change in turn. On a failure that counts, done is
// the number of changes that the step went through for.
template <typename Step>
std::optional<Error> for_each(std::vector<Change>& changes, Vanished vanished, std::size_t& done,
                              Step step) {
    done = 0;
    while (done < changes.size()) {
        const Result<void> result = step(changes.at(done));
        if (result) {
            ++done;
            continue;
        }
        if (!is_gone(result.error()) || vanished == Vanished::is_an_error)
            return result.error();
        changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(done));
    }
    return std::nullopt;
}

} // namespace

std::string label(const Target& target) {
    return target.disk ? fmt::format("{} {}", label(target.guest), disk_name(*target.disk))
                       : label(target.guest);
}

std::vector<Change> changes_for(const Target& target, const WantedLimits& wanted) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (wanted.at(i))
            changes.push_back({target, i, *wanted.at(i), {}, {}});
    }
    return changes;
}

Result<std::vector<Change>> make_changes(const Throttle& throttle, std::vector<Change> changes,
                                         Vanished vanished) {
    const auto read = [&throttle](const Change& change, Value& into) -> Result<void> {
        const Result<Value> value = throttle.limit(change.target.scope(), knobs.at(change.knob));
        if (!value)
            return value.error();
        into = *value;
        return {};
    };
    std::size_t done = 0;
    std::optional<Error> failure = for_each(
        changes, vanished, done, [&read](Change& change) { return read(change, change.was); });
    if (failure)
        return *failure;
    failure = for_each(changes, vanished, done, [&throttle](const Change& change) {
        return throttle.set_limit(change.target.scope(), knobs.at(change.knob), change.to);
    });
    if (failure)
        return undo(throttle, changes, done, *failure);
    failure = for_each(changes, vanished, done,
                       [&read](Change& change) { return read(change, change.now); });
    if (failure)
        return *failure;
    return changes;
}

} // namespace dom0ctl
