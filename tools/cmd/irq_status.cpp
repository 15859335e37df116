// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/irq_advice.h"
#include "lib/irq_state.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string more_guests(const IrqPoolState& pool) {
    const Amount& fit = pool.at("guests_fit");
    if (!fit.is_number())
        return pool.guests == 0 ? "cannot be told: there is none yet to go by"
                                : "as many as you like: nothing runs out";
    return fmt::format("{} fit, like the {} of now; {} run out first", fit.number, pool.guests,
                       pool.first_ceiling == "channels" ? "event channels" : "descriptors");
}

void add_reserve(Rows& rows, const IrqPoolState& pool) {
    if (!pool.patched) {
        rows.push_back({"reserve", "none: only a patched kernel has one"});
        return;
    }
    const auto text = [&pool](std::string_view name) { return to_string(pool.at(name)); };
    rows.push_back(
        {"reserve", fmt::format("{} descriptors ready; below {} it is filled up to {}",
                                text("reserve"), text("reserve_low"), text("reserve_high"))});
    rows.push_back({"binds", fmt::format("{} served from the reserve, {} made anew, {} failed",
                                         text("served"), text("missed"), text("failed"))});
}

} // namespace

Result<Output> irq_status(World& world) {
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    const Result<IrqPoolState> state = read_irq_pool(IrqPool(world.sysfs));
    if (!state)
        return state.error();
    const IrqPoolState& pool = *state;
    const std::vector<std::string> todo = irq_advice(pool);

    Rows rows{
        {"kernel", pool.patched ? "patched" : "unmodified"},
        {"event channels", irq_level(pool.at("channels_used"), pool.at("channels_ceiling"))},
        {"descriptors", irq_level(pool.at("descriptors_used"), pool.at("descriptors_ceiling"))},
        {"more guests", more_guests(pool)},
        {"kinds", format_kinds(pool.kinds)},
        {"default quota", fmt::format("{} channels a guest", to_string(pool.at("default_quota")))},
        {"toolstack share", fmt::format("{} channels and descriptors that guests' devices leave "
                                        "alone",
                                        to_string(pool.at("toolstack_share")))},
        {"refused",
         fmt::format("{} channels, by quotas or for the toolstack", to_string(pool.at("refused")))},
        {"reclaimed", fmt::format("{} channels that failed binds had left behind",
                                  to_string(pool.at("reclaimed")))},
    };
    add_reserve(rows, pool);
    for (const std::string& text : todo)
        rows.push_back({"to do", text});
    Json json = to_json(pool);
    json["todo"] = todo;
    return Output{format_wrapped_table(rows), std::move(json)};
}

} // namespace dom0ctl
