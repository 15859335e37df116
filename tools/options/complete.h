// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options/options.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// Ways to go on with a command line; the last word is the one being typed, and
/// may be empty. All of it comes from the tree of commands; the world is asked
/// only for guests, disks and interfaces.
Offered complete(const CLI::App& app, const Extras& extras, World& world,
                 const std::vector<std::string>& words);

/// For the scripts of the shells: a line "words" or "files", then a line for
/// each candidate, with a tab before what it is. What would break the line is
/// left out.
std::string to_lines(const Offered& offered);

} // namespace dom0ctl
