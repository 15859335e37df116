// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "command_line.h"

namespace CLI {
class App;
} // namespace CLI

namespace dom0ctl {

// Each group of commands reads its own words: what they are stored in lives as
// long as the callbacks do that use it.

inline constexpr const char* guest_help =
    "domid, or name of the guest; name:5 for a guest called 5";

/// dom0ctl limit ...
void add_limit(CLI::App& app, Invocation& invocation);

/// dom0ctl csum ...
void add_csum(CLI::App& app, Invocation& invocation);

/// dom0ctl irq ...
void add_irq(CLI::App& app, Invocation& invocation);

} // namespace dom0ctl
