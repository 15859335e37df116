// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/any_changes.h"
#include "lib/policy.h"
#include "lib/world.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace dom0ctl {

/// Works out what has to change for guests to have what a policy says: only what
/// differs, so that applying twice changes nothing twice, and a limit that is in
/// force is not started afresh.
class Planner {
  public:
    /// The disks and interfaces that are there now are what is planned for.
    Planner(World& world, const Policy& policy);

    /// Why nothing of this area can be applied, or not the knobs that the loaded
    /// module is too old for; nothing if all can be, or if the policy has nothing of it.
    std::optional<Error> trouble(Area area) const;

    /// Everything of a guest: its limits, those of its disks, the settings of its
    /// interfaces, its quota; without what there is trouble with. dom0 is no guest where
    /// quotas are concerned: it gets one only if it is named.
    /// Errors: those of Throttle, Csum and IrqPool.
    Result<std::vector<AnyChange>> guest(const Guest& guest) const;

    /// What guests get until somebody has applied anything to them: the entries for
    /// guest = "*" are the modules' defaults, too.
    Result<std::vector<AnyChange>> defaults() const;

  private:
    bool can_have(Area area) const { return !troubles_.contains(area) && speaks_of(policy_, area); }
    Subject subject(const Guest& guest) const;
    Result<std::vector<AnyChange>> different(std::vector<AnyChange> changes) const;

    World& world_;
    const Policy& policy_;
    AnyAccess access_;
    std::map<Area, Error> troubles_;
    KnobSet missing_;
    std::optional<Error> outdated_;
    Disks disks_;
    std::map<Domid, std::vector<Vif>> vifs_;
    bool asks_for_uuids_;
};

} // namespace dom0ctl
