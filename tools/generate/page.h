// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "generate/prose.h"
#include "options/options.h"

#include <string>

namespace dom0ctl {

/// The man page of a command and of all below it. With the program as a whole it
/// lists the commands that have pages of their own.
/// Errors: usage (the prose lacks a command, or has one that is not there).
Result<std::string> man_page(const CLI::App& command, const Extras& extras, Prose prose,
                             Prose common, std::string_view date);

/// "dom0ctl-limit": what its page is called.
std::string page_name(const CLI::App& command);

} // namespace dom0ctl
