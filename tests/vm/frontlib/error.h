// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace frontlib {

// Ends the script, with its line in front.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] inline void fail_errno(const std::string& what) {
    throw Error(what + ": " + std::strerror(errno));
}

} // namespace frontlib
