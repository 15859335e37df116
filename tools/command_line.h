// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/target.h"

#include <functional>
#include <string>

namespace dom0ctl {

/// What the command line asks for.
struct Invocation {
    bool json = false;
    std::string sysfs_root;
    std::string limits_folder = "/etc/dom0ctl/limits.d";
    std::string lock = "/run/dom0ctl.lock";
    std::string answer; ///< what --help or --version print; then nothing else is done
    std::function<Result<Output>(World&)> command;
};

/// Reads the command line. With an error, json is right all the same: the
/// error has to be told in the form that was asked for.
/// Errors: usage.
Result<void> parse_command_line(int argc, const char* const* argv, Invocation& invocation);

} // namespace dom0ctl
