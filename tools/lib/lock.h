// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/result.h"

#include <string>

namespace dom0ctl {

/// Held by whoever writes limits files or brings guests to what they say, so that
/// nobody applies what was read before a file has changed. It goes with the Fd.
///
/// The file is in a folder of root's and for root alone: whoever could open it
/// could keep everybody waiting.
/// Errors: no_permission, failed (also when somebody holds it for a minute).
Result<Fd> take_lock(const std::string& path);

} // namespace dom0ctl
