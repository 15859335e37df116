// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/guest_plan.h"

#include "lib/host.h"
#include "lib/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dom0ctl {
namespace {

constexpr std::string_view everybody = "*";

// What an older module lacks is no trouble as long as no file asks for it.
KnobSet knobs_named_in(const Policy& policy) {
    KnobSet named;
    for (const PolicyEntry& entry : policy.entries) {
        if (entry.area != Area::limit)
            continue;
        for (const PolicySetting& setting : entry.settings)
            named.set(setting.key);
    }
    return named;
}

std::optional<Error> trouble_with(World& world, Area area) {
    const auto error = [](const auto& result) {
        return result ? std::nullopt : std::optional(result.error());
    };
    switch (area) {
    case Area::limit:
        if (const Result<void> ready = require_throttle(world.sysfs, KnobSet()); !ready)
            return ready.error();
        // It is loaded with the first disk; until then there is nothing to limit.
        if (running_blkback(world.sysfs) == Blkback::absent)
            return std::nullopt;
        // Without a domain there may be a reason, and no name to ask for.
        if (const auto domids = Throttle(world.sysfs).domains(); domids && !domids->empty())
            return std::nullopt;
        return blkback_trouble(world.sysfs);
    case Area::csum:
        return error(require_csumfix(world.sysfs));
    case Area::irq:
        break;
    }
    return error(require_irqpool(world.sysfs));
}

void add_limits(const Policy& policy, const KnobSet& missing, const Subject& subject,
                const Target& target, std::vector<AnyChange>& changes) {
    const std::vector<const PolicySetting*> decided = decide(policy, Area::limit, subject);
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (decided.at(i) != nullptr && !missing.test(i))
            changes.emplace_back(Change{target, i, std::get<Value>(decided.at(i)->value), {}, {}});
    }
}

// The mode comes last: it begins with the others in force.
void add_csum(const Policy& policy, const Subject& subject, const std::optional<Vif>& vif,
              std::vector<AnyChange>& changes) {
    const std::vector<const PolicySetting*> decided = decide(policy, Area::csum, subject);
    for (std::size_t i = csum_key_count; i-- > 0;) {
        if (decided.at(i) != nullptr)
            changes.emplace_back(
                CsumChange{vif, i, std::get<std::string>(decided.at(i)->value), {}, {}});
    }
}

// Only what everybody gets.
Policy for_everybody(const Policy& policy) {
    Policy some;
    std::copy_if(policy.entries.begin(), policy.entries.end(), std::back_inserter(some.entries),
                 [](const PolicyEntry& entry) {
                     return entry.guest == everybody && (!entry.part || *entry.part == everybody);
                 });
    return some;
}

} // namespace

Planner::Planner(World& world, const Policy& policy)
    : world_(world), policy_(policy), access_(world.sysfs),
      asks_for_uuids_(asks_for_uuids(policy)) {
    for (const Area area : areas) {
        if (!speaks_of(policy, area))
            continue;
        if (std::optional<Error> error = trouble_with(world, area))
            troubles_.emplace(area, *std::move(error));
    }
    if (can_have(Area::limit)) {
        missing_ = missing_knobs(world.sysfs);
        outdated_ = outdated_throttle(world.sysfs, knobs_named_in(policy));
        disks_ = access_.throttle.disks();
    }
    if (can_have(Area::csum))
        vifs_ = vifs_of_guests(world.sysfs);
}

std::optional<Error> Planner::trouble(Area area) const {
    const auto found = troubles_.find(area);
    if (found != troubles_.end())
        return found->second;
    return area == Area::limit ? outdated_ : std::nullopt;
}

Subject Planner::subject(const Guest& guest) const {
    std::string uuid;
    if (asks_for_uuids_)
        uuid = world_.names.uuid_of(guest.domid).value_or("");
    return {std::string(lasting_name(guest.name)), std::move(uuid), {}};
}

// What goes while we look is left out.
Result<std::vector<AnyChange>> Planner::different(std::vector<AnyChange> changes) const {
    std::vector<AnyChange> some;
    for (AnyChange& change : changes) {
        const Result<AnyValue> present = access_.read(change);
        if (!present && present.error().code == ExitCode::no_guest)
            continue;
        if (!present)
            return present.error();
        if (*present != change.to)
            some.push_back(std::move(change));
    }
    return some;
}

Result<std::vector<AnyChange>> Planner::guest(const Guest& guest) const {
    const Subject whole = subject(guest);
    std::vector<AnyChange> changes;
    if (can_have(Area::limit) && access_.throttle.governs(guest.domid)) {
        add_limits(policy_, missing_, whole, {guest, std::nullopt}, changes);
        const auto disks = disks_.find(guest.domid);
        for (const Devid devid : disks != disks_.end() ? disks->second : std::vector<Devid>{}) {
            Subject disk = whole;
            disk.parts = {disk_name(devid), fmt::format("{}", devid)};
            add_limits(policy_, missing_, disk, {guest, devid}, changes);
        }
    }
    if (const auto vifs = vifs_.find(guest.domid); vifs != vifs_.end()) {
        for (Vif vif : vifs->second) {
            if (!access_.csum.covers(vif.name))
                continue;
            Subject interface = whole;
            interface.parts = {vif.name, fmt::format("{}", vif.handle)};
            vif.guest = guest;
            add_csum(policy_, interface, vif, changes);
        }
    }
    if (can_have(Area::irq) && access_.pool.has(guest.domid)) {
        Policy named;
        if (guest.domid == 0)
            std::copy_if(policy_.entries.begin(), policy_.entries.end(),
                         std::back_inserter(named.entries), [&](const PolicyEntry& entry) {
                             return entry.guest == whole.name || !entry.uuid.empty();
                         });
        const auto decided = decide(guest.domid == 0 ? named : policy_, Area::irq, whole);
        if (decided.front() != nullptr)
            changes.emplace_back(
                IrqChange{guest, &irq_quota, std::get<Amount>(decided.front()->value), {}, {}});
    }
    return different(std::move(changes));
}

Result<std::vector<AnyChange>> Planner::defaults() const {
    const Policy all = for_everybody(policy_);
    std::vector<AnyChange> changes;
    // The name of nobody: only "*" stands for it.
    const Subject anybody{std::string(everybody), "", {}};
    if (can_have(Area::limit)) {
        const auto decided = decide(all, Area::limit, anybody);
        for (std::size_t i = 0; i < knob_count; ++i) {
            if (decided.at(i) != nullptr && !missing_.test(i))
                changes.emplace_back(
                    DefaultChange{i, std::get<Value>(decided.at(i)->value), {}, {}});
        }
    }
    if (can_have(Area::csum)) {
        Subject any_vif = anybody;
        any_vif.parts = {std::string(everybody)};
        add_csum(all, any_vif, std::nullopt, changes);
    }
    if (can_have(Area::irq)) {
        const auto decided = decide(all, Area::irq, anybody);
        const Amount* const quota =
            decided.front() != nullptr ? &std::get<Amount>(decided.front()->value) : nullptr;
        // "default" is what the pool has already.
        if (quota != nullptr && quota->word != irq_default)
            changes.emplace_back(
                IrqChange{std::nullopt, &irq_pool_setting("default_quota"), *quota, {}, {}});
    }
    return different(std::move(changes));
}

} // namespace dom0ctl
