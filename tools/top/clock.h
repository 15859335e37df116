// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace dom0ctl {

/// "12:34:56", of this place.
std::string time_of_day();

/// "2026-01-31T12:34:56+0100", of this place.
std::string date_and_time();

} // namespace dom0ctl
