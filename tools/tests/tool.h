// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tests/fake_host.h"

#include <map>
#include <string>
#include <vector>

namespace dom0ctl {

/// What the real binary did.
struct Outcome {
    int exit_code = -1; ///< -1: killed by a signal
    std::string out;
    std::string err;
};

/// How the binary is run on a fake host.
struct Tool {
    const FakeHost& host;
    std::string xenstore = "/nonexistent/xenstored"; ///< its socket
    bool as_nobody = false;                          ///< without root's powers, if we have them

    Outcome operator()(const std::vector<std::string>& arguments) const;
};

} // namespace dom0ctl
