// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <string>

namespace dom0ctl {

/// To the standard output, at once: a full disk or a closed pipe has to show in
/// the exit code. Errors: failed.
Result<void> print(const std::string& text);

} // namespace dom0ctl
