// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/print.h"

#include <cerrno>
#include <cstdio>

namespace dom0ctl {

Result<void> print(const std::string& text) {
    if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0)
        return {};
    return Error{ExitCode::failed, "cannot write the output: " + errno_text(errno),
                 "check where the output goes"};
}

} // namespace dom0ctl
