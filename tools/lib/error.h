// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dom0ctl {

/// What dom0ctl exits with. The man page documents the numbers: never renumber.
enum class ExitCode : int {
    ok = 0,
    failed = 1,        ///< the system refused what was asked
    usage = 2,         ///< the command line or a limits file is wrong
    no_guest = 3,      ///< no such guest, or nothing of it can be limited
    no_permission = 4, ///< needs root
    not_ready = 5,     ///< no Xen, a module is missing, xenstored is down
};

/// A failure as a value: what is wrong and what the person can do about it.
/// Both are parts of a sentence, without a full stop and without a newline.
struct Error {
    ExitCode code = ExitCode::failed;
    std::string what;
    std::string hint;
};

/// "<what>; <hint>", guaranteed to be a single line.
std::string one_line(const Error& error);

/// The text with each control character, each that turns the direction of writing,
/// and each byte that is no UTF-8 replaced by '?', so that a strange guest name can
/// neither break a line, talk to the terminal nor pass for another.
std::string printable(std::string_view text);

/// strerror(err), thread-safe.
std::string errno_text(int err);

} // namespace dom0ctl
