// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/irq_state.h"
#include "lib/throttle_states.h"
#include "lib/vifs.h"
#include "lib/world.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dom0ctl {

/// What xen-csumfix has counted at an interface of a guest.
struct VifCounts {
    Vif vif;
    Stat stat;

    /// Packets that got a right checksum, both ways: blank ones filled in, wrong
    /// ones put right.
    std::uint64_t fixed() const;
};

/// What the modules know of a guest; of a module that is not loaded, or does not
/// serve it, nothing.
struct GuestSample {
    Guest guest;
    std::optional<ThrottleState> throttle;
    std::vector<ThrottleState> disks;
    std::vector<VifCounts> vifs;
    std::optional<IrqDomain> irq; ///< without the kinds

    /// Of all its interfaces; nothing if none is counted.
    std::optional<std::uint64_t> fixed() const;
};

/// dom0's event channels and descriptors, and what there can be of them.
struct CeilingSample {
    Amount channels_used;
    Amount channels_ceiling;
    Amount descriptors_used;
    Amount descriptors_ceiling;
    Amount guests_fit;
};

/// What the modules know at one moment.
struct Sample {
    std::vector<GuestSample> guests; ///< by domid; dom0 is none
    std::optional<CeilingSample> ceilings;
};

/// Takes a sample of all guests, or of one of them.
/// Errors: not_ready (no module of dom0-pack is there, or one is too old), those
/// of Throttle, Csum and IrqPool but no_guest: what goes meanwhile is left out.
Result<Sample> take_sample(World& world, ThrottleDevice* device, const WantedStates& wanted);

} // namespace dom0ctl
