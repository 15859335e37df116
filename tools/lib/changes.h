// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle.h"
#include "lib/transaction.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// A domain, or one of its disks, with the domain's name.
struct Target {
    Guest guest;
    std::optional<Devid> disk;

    Scope scope() const { return {guest.domid, disk}; }
};

/// "web1 (domid 5)", "web1 (domid 5) xvda".
std::string label(const Target& target);

/// One limit of a domain or a disk that is to get another value.
struct Change {
    Target target;
    std::size_t knob = 0; ///< index into knobs
    Value to;
    Value was; ///< filled in by make_changes()
    Value now; ///< filled in by make_changes(): read back after the last write
};

/// The changes that bring the target to the wanted limits.
std::vector<Change> changes_for(const Target& target, const WantedLimits& wanted);

/// Makes all changes or none, as Transaction does.
/// Errors: those of Throttle.
Result<std::vector<Change>> make_changes(const Throttle& throttle, std::vector<Change> changes,
                                         Vanished vanished);

} // namespace dom0ctl
