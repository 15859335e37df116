// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace raw {

// Until a signal comes; then prints what was passed on.
int forward(const std::string& first, const std::string& second);

// 0 if it got a lease. Prints it, and how many answers had an incorrect checksum.
int dhcp(const std::string& interface, unsigned seconds);

bool told_to_stop();

} // namespace raw
