// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/world.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// The guests that a person named, by patterns or one by one, each known to have
/// event channels with dom0.
/// Errors: not_ready (no module), no_guest (not found, not running, no channel),
/// usage (one is named twice), those of find_guest() and matching_guests().
Result<std::vector<Guest>> named_irq_guests(World& world, const std::vector<std::string>& specs);

/// All domains that have event channels with dom0, dom0 itself among them, with
/// their names where they can be told.
/// Errors: not_ready (no module), those of IrqPool::domains().
Result<std::vector<Guest>> all_irq_domains(World& world);

} // namespace dom0ctl
