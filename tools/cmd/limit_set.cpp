// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/limit.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

// All values are read before the first one is written.
Result<WantedLimits> parse(const LimitTexts& texts) {
    WantedLimits wanted;
    bool any = false;
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (!texts.at(i))
            continue;
        const Knob& knob = knobs.at(i);
        const Result<Rate> rate = parse_rate(*texts.at(i), knob.unit);
        if (!rate) {
            Error error = rate.error();
            error.what = fmt::format("{}: {}", knob.option, error.what);
            return error;
        }
        wanted.at(i) = *rate;
        any = true;
    }
    if (!any)
        return Error{ExitCode::usage, "no limit given",
                     "give at least one of --read-bps, --write-bps, --read-iops, --write-iops"};
    return wanted;
}

} // namespace

Result<Output> limit_set(World& world, const std::string& guest, const LimitTexts& texts) {
    const Result<WantedLimits> wanted = parse(texts);
    if (!wanted)
        return wanted.error();
    const Result<Guest> target = governed_guest(world, guest);
    if (!target)
        return target.error();
    const Result<std::vector<Change>> made =
        make_changes(Throttle(world.sysfs), changes_for(*target, *wanted), Vanished::is_an_error);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
