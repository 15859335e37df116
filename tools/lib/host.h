// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/limits.h"
#include "lib/sysfs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// A kernel module as /sys/module shows it.
struct Module {
    enum class State { absent, builtin, loaded };
    State state = State::absent;
    std::optional<std::string> version;
};

/// name with underscores, as /sys/module has it.
Module find_module(const Sysfs& sysfs, std::string_view name);

/// Which xen-blkback serves the disks.
enum class Blkback {
    absent,  ///< not loaded
    stock,   ///< loaded, and without the seam that xen-blkthrottle needs
    patched, ///< loaded, and holding on to xen-backend-hooks
    builtin, ///< part of the kernel image: sysfs cannot tell which one
};

Blkback running_blkback(const Sysfs& sysfs);

/// "absent", "stock", "patched", "builtin".
std::string_view to_string(Blkback blkback);

/// "4.17.5"; nothing when this is not Xen.
std::optional<std::string> xen_version(const Sysfs& sysfs);

/// Whether this is the initial domain; nothing where the kernel does not say
/// (before 6.3).
std::optional<bool> is_initial_domain(const Sysfs& sysfs);

/// How many vbds this domain serves, to all guests.
std::size_t count_vbds(const Sysfs& sysfs);

/// How many backend devices of the kind ("vbd", or "" for any) a guest has.
std::size_t count_backends(const Sysfs& sysfs, std::string_view kind, unsigned int domid);

/// The knobs that the loaded xen-blkthrottle is too old for. Told by its parameters,
/// which do not come and go with domains.
KnobSet missing_knobs(const Sysfs& sysfs);

/// Why the loaded xen-blkthrottle is too old for what is needed (not_ready);
/// nothing if it is not.
std::optional<Error> outdated_throttle(const Sysfs& sysfs, const KnobSet& needed = every_knob());

/// Success when xen-blkthrottle is there to be driven; else not_ready, saying
/// which part is missing or too old for what is needed, and how to get it.
Result<void> require_throttle(const Sysfs& sysfs, const KnobSet& needed = every_knob());

/// What to do about a xen-blkback that is not the patched one; empty when
/// nothing has to be done.
std::string blkback_advice(Blkback blkback);

} // namespace dom0ctl
