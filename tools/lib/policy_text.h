// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/policy.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// Reads the text of a limits file. Appends to the policy the file and those of
/// its entries that are right; returns its mistakes in the order of the text,
/// all of them, or the first one if it is no TOML.
std::vector<Mistake> read_policy_text(const std::string& path, const std::string& text,
                                      Policy& policy);

} // namespace dom0ctl
