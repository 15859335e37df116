// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "command_line.h"
#include "options/offers.h"

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace dom0ctl {

// Each group of commands reads its own words: what they are stored in lives as
// long as the callbacks do that use it.

inline constexpr const char* guest_help = "name, UUID or domid of the guest";
inline constexpr const char* guests_help =
    "name, UUID or domid of the guest, or a pattern for several: 'web*'";

inline constexpr const char* persist_help =
    "also in a file of /etc/dom0ctl/limits.d, for when the guest restarts";

/// The whole tree of commands. The extras are filled in for those who read the
/// tree; both have to outlive it.
void add_commands(CLI::App& app, Invocation& invocation, Extras& extras);

/// dom0ctl limit ...
void add_limit(CLI::App& app, Invocation& invocation, Extras& extras);

/// dom0ctl csum ...
void add_csum(CLI::App& app, Invocation& invocation, Extras& extras);

/// dom0ctl irq ...
void add_irq(CLI::App& app, Invocation& invocation, Extras& extras);

/// dom0ctl apply
void add_apply(CLI::App& app, Invocation& invocation, Extras& extras);

/// dom0ctl config ...
void add_config(CLI::App& app, Invocation& invocation);
/// dom0ctl stats
void add_stats(CLI::App& app, Invocation& invocation);

/// dom0ctl top
void add_top(CLI::App& app, Invocation& invocation, Extras& extras);

} // namespace dom0ctl
