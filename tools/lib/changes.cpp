// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/changes.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace dom0ctl {
namespace {

// How limits are read and written.
struct Access {
    static constexpr std::string_view noun = "limits";
    const Throttle& throttle;

    Result<Value> read(const Change& change) const {
        return throttle.limit(change.target.scope(), knobs.at(change.knob));
    }
    Result<void> write(const Change& change, Value value) const {
        return throttle.set_limit(change.target.scope(), knobs.at(change.knob), value);
    }
    static std::string left(const Change& change) {
        const Knob& knob = knobs.at(change.knob);
        return fmt::format("{} of {} is left at {}", knob.name, label(change.target),
                           to_sysfs(change.to, knob.kind));
    }
};

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
    const Access access{throttle};
    return Transaction(access, std::move(changes), vanished).run();
}

} // namespace dom0ctl
