// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/keeper.h"
#include "lib/output.h"
#include "lib/world.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// dom0ctl csum set WHO|--default KEY=VALUE ...: all of them or none. Without a
/// name: the defaults, which do not persist.
Result<Output> csum_set(World& world, const std::optional<std::string>& who,
                        const std::vector<std::string>& settings, Persist persist);

/// dom0ctl csum get WHO|--default
Result<Output> csum_get(World& world, const std::optional<std::string>& who);

/// dom0ctl csum list
Result<Output> csum_list(World& world);

} // namespace dom0ctl
