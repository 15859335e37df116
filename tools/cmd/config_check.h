// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/world.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// dom0ctl config check [PATH...]: every mistake in limits files, a line each, and
/// what is allowed but surely not meant.
Result<Output> config_check(World& world, const std::vector<std::string>& paths);

} // namespace dom0ctl
