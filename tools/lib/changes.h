// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle.h"

#include <vector>

namespace dom0ctl {

/// One limit of one domain that is to get another value.
struct Change {
    Guest guest;
    std::size_t knob = 0; ///< index into knobs
    Rate to;
    Rate was; ///< filled in by make_changes()
    Rate now; ///< filled in by make_changes(): read back after the last write
};

/// What to do about a domain whose device goes away in the meantime.
enum class Vanished {
    is_an_error,
    is_skipped, ///< its changes are left out of the result
};

/// The changes that bring the guest to the wanted limits.
std::vector<Change> changes_for(const Guest& guest, const WantedLimits& wanted);

/// Makes all changes or none: reads the present values first, and if a write
/// fails puts back, in reverse order, what was written before.
/// Errors: those of Throttle; the message says whether anything had to be, and
/// could be, put back.
Result<std::vector<Change>> make_changes(const Throttle& throttle, std::vector<Change> changes,
                                         Vanished vanished);

} // namespace dom0ctl
