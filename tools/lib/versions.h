// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"
#include "lib/sysfs.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

// Whether this dom0ctl and a module fit. Within a major version nothing that a
// module has in sysfs goes away or changes its meaning, it only gets more. So a
// newer module does all that is asked of it, an older one all that it has, and
// what it has not is refused by name. Another major version is refused.

/// 1.2.3: major, minor, patch.
using Version = std::array<unsigned int, 3>;

/// Nothing if the text is not three numbers.
std::optional<Version> parse_version(std::string_view text);

/// That of this dom0ctl, as VERSION has it.
std::string_view tool_version();

/// How a module of that version and a dom0ctl of the other go together.
enum class Fit {
    same,
    older,   ///< the module is; what it lacks is refused
    newer,   ///< the module is; what dom0ctl does not know cannot be set
    none,    ///< another major version
    unknown, ///< a version that is none of ours
};

Fit fit(std::string_view module, std::string_view tool);

/// "same", "older", "newer", "none", "unknown".
std::string_view to_string(Fit fit);

/// A loaded module and its fit; nothing if it is not loaded, or does not say its
/// version. The name has underscores, as /sys/module has it.
struct Pairing {
    std::string module;  ///< with hyphens, as people write it
    std::string version; ///< of the module
    Fit fit = Fit::unknown;
};

std::optional<Pairing> pairing(const Sysfs& sysfs, std::string_view module);

/// "xen-blkthrottle 1.2.0 is older than dom0ctl 1.3.0"; empty where there is
/// nothing to say.
std::string describe(const Pairing& pairing);

/// How to get a module that fits.
std::string replace_advice(std::string_view module);

/// Success unless the module that is loaded is of another major version, or of
/// none that is ours (not_ready).
Result<void> require_fit(const Sysfs& sysfs, std::string_view module);

} // namespace dom0ctl
