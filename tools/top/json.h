// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "top/settings.h"

#include <string>

namespace dom0ctl {

/// The frame as a document: {"time", "seconds", "totals", "pool", "rows"}. What is
/// not known is null.
Json to_json(const TopFrame& frame, const TopSettings& settings, const std::string& time);

} // namespace dom0ctl
