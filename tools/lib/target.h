// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/changes.h"
#include "lib/world.h"

namespace dom0ctl {

/// The error that says that no such domain is running; nothing if one is. Where
/// xenstore cannot be asked, a backend device is a proof.
std::optional<Error> not_running(World& world, Domid domid);

/// What is wrong with xen-blkback, if that explains why nothing is governed.
std::optional<Error> blkback_trouble(const Sysfs& sysfs);

/// The guest a person named, known to have a device under xen-blkthrottle.
/// Errors: not_ready (no Xen, no module, the stock xen-blkback), no_guest (not
/// found, not running, no disk on xen-blkback), those of find_guest().
Result<Guest> governed_guest(World& world, std::string_view spec);

/// What a person named: a guest or, with a disk ("xvda", "51712"), that disk of
/// the guest. Errors: those of governed_guest(), no_guest (no such disk).
Result<Target> governed_target(World& world, std::string_view guest,
                               const std::optional<std::string>& disk);

/// The same for one or, with a pattern, for all guests that match it: those that
/// have a device under xen-blkthrottle and, if a disk is named, that disk.
/// Errors: those of governed_target() and matching_guests(), no_guest (none of
/// them has one).
Result<std::vector<Target>> governed_targets(World& world, std::string_view guests,
                                             const std::optional<std::string>& disk);

/// All domains under xen-blkthrottle, with their names where they can be told.
/// Errors: not_ready, also when there is none because xen-blkback is not the
/// patched one; those of Throttle::domains().
Result<std::vector<Guest>> governed_guests(World& world);

/// Those of them that a person named, by patterns or one by one, each once.
/// Errors: those of governed_targets().
Result<std::vector<Guest>> governed_guests(World& world, const std::vector<std::string>& specs);

} // namespace dom0ctl
