// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/throttle_states.h"

#include <vector>

namespace dom0ctl {

/// What "limit list" says of these guests, of which the states have been read.
Output describe_limits(const std::vector<Guest>& guests, const std::vector<ThrottleState>& states);

} // namespace dom0ctl
