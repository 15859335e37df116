// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/irq_state.h"

#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// How much of a ceiling is used: "3950 of 4095 (96 %), nearly full"; what is
/// said at the end begins at 75 per cent, where the kernel begins to warn.
std::string irq_level(const Amount& used, const Amount& ceiling);

/// What to do about ceilings that are near, most useful first; nothing if none
/// is.
std::vector<std::string> irq_advice(const IrqPoolState& pool);

} // namespace dom0ctl
