// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/world.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// What "apply" is asked for.
struct Applied {
    std::vector<std::string> paths;    ///< none: the folder of settings that last
    std::optional<std::string> guest;  ///< this one only, as a person names it
    std::optional<std::string> device; ///< the guest of a device: dom5, vif-5-0
};

/// dom0ctl apply [PATH...] [--guest GUEST | --device DEVICE]: brings each guest to
/// what limits files say, all of it or nothing of it.
Result<Output> apply(World& world, const Applied& what);

/// dom0ctl apply --follow: does so, and then again for each guest that appears or
/// gets another name, until it is told to end. Says what it does as it does it.
Result<Output> apply_follow(World& world);

} // namespace dom0ctl
