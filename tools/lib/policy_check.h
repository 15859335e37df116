// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/policy.h"

#include <vector>

namespace dom0ctl {

/// What a policy says that is allowed and surely not meant: a setting that never
/// decides because a later one is for the same guests or more; a peak or burst for
/// a guest of whose rate nothing is said; a guest that looks like a domid. In the
/// order of the files.
std::vector<Mistake> doubts(const Policy& policy);

} // namespace dom0ctl
