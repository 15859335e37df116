// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a front end in user space runs its script.
#pragma once

#include <functional>
#include <string>

#include "script.h"

namespace frontlib {

// `PROGRAM [SCRIPT]`, without a script: stdin. Prints each command and has run
// do it; ends at the first that throws an Error. Returns the exit code. A signal
// ends it in good order: no back end lets go of a ring whose front end vanished,
// so what run holds has to be destroyed by the caller.
int run_script(const char* program, int argc, char** argv,
               const std::function<void(const Command&)>& run);

// Runs it in bash, and calls idle, which sleeps a little, until it is done.
// Throws if it fails.
void run_shell(const std::string& text, const std::function<void()>& idle);

} // namespace frontlib
