// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/target.h"

namespace dom0ctl {

/// dom0ctl status: what of dom0-pack is at work here and what is missing.
/// Succeeds also where nothing is; fails only if the state cannot be told.
Result<Output> status(World& world);

} // namespace dom0ctl
