// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options/options.h"

#include <string>
#include <vector>

namespace dom0ctl {

// The tree of commands as --help, the man pages and the completion see it. What
// is hidden (a group without a name) is in none of them.

/// The commands below this one.
std::vector<const CLI::App*> commands_of(const CLI::App& command);

/// The options of this command, without its positionals.
std::vector<const CLI::Option*> options_of(const CLI::App& command);

/// The positionals of this command, in their order.
std::vector<const CLI::Option*> positionals_of(const CLI::App& command);

/// "dom0ctl limit set"
std::string full_name(const CLI::App& command);

/// "--disk", or "-d" for want of a long name; "GUEST" of a positional.
std::string name_of(const CLI::Option& option);

/// Whether a value follows the option.
bool takes_value(const CLI::Option& option);

/// Whether any number of words can stand for the positional.
bool takes_many(const CLI::Option& positional);

/// The options that take the place of a positional, as --all does of GUEST.
std::vector<const CLI::Option*> in_place_of(const CLI::Option& positional, const CLI::App& command,
                                            const Extras& extras);

/// How the command is called: "dom0ctl limit clear {GUEST | --all} [--disk DISK]".
std::string synopsis(const CLI::App& command, const Extras& extras);

} // namespace dom0ctl
