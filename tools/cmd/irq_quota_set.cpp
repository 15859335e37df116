// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/irq_changes.h"
#include "lib/irq_target.h"

#include <algorithm>

namespace dom0ctl {
namespace {

// dom0 is no guest: its own timers and devices count as channels of its, and a
// quota that is right for guests could keep it from attaching a disk to itself,
// as xl does to look for a guest's kernel.
Result<std::vector<Guest>> guests_of(World& world, const IrqWhose& whose) {
    if (!whose.all)
        return named_irq_guests(world, whose.guests);
    Result<std::vector<Guest>> guests = all_irq_domains(world);
    if (guests)
        std::erase_if(*guests, [](const Guest& guest) { return guest.domid == 0; });
    return guests;
}

Result<std::vector<IrqChange>> plan(World& world, const IrqWhose& whose, const Amount& quota) {
    if (whose.defaults) {
        if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
            return ready.error();
        return std::vector<IrqChange>{
            {std::nullopt, &irq_pool_setting("default_quota"), quota, {}, {}}};
    }
    const Result<std::vector<Guest>> guests = guests_of(world, whose);
    if (!guests)
        return guests.error();
    std::vector<IrqChange> changes;
    for (const Guest& guest : *guests)
        changes.push_back({guest, &irq_quota, quota, {}, {}});
    return changes;
}

} // namespace

bool IrqWhose::any_number() const {
    return all || std::any_of(guests.begin(), guests.end(), is_pattern);
}

Result<Output> irq_quota_set(World& world, const IrqWhose& whose, const std::string& quota,
                             Persist persist) {
    const Result<Amount> value =
        read_irq_value(quota, whose.defaults ? irq_pool_setting("default_quota") : irq_quota);
    if (!value)
        return value.error();
    const Result<std::vector<IrqChange>> changes = plan(world, whose, *value);
    if (!changes)
        return changes.error();
    const auto change = [&]() -> Result<Output> {
        const Result<std::vector<IrqChange>> made =
            make_changes(IrqPool(world.sysfs), *changes,
                         whose.any_number() ? Vanished::is_skipped : Vanished::is_an_error);
        if (!made)
            return made.error();
        return describe(*made);
    };
    if (persist == Persist::no)
        return change();
    return change_and_keep(world, change, [&](Keeper& keeper) -> Result<void> {
        for (const IrqChange& one : *changes) {
            Result<Wish> wish = wish_for(world, Area::irq, *one.guest, whose.guests);
            if (!wish)
                return wish.error();
            wish->settings = {{0, *value}};
            if (Result<void> kept = keeper.fulfil(*wish); !kept)
                return kept;
        }
        return {};
    });
}

} // namespace dom0ctl
