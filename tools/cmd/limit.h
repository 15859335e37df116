// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/limits.h"
#include "lib/output.h"
#include "lib/target.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// What "limit set" was given: for each of knobs, the text of its option.
using LimitTexts = std::array<std::optional<std::string>, knob_count>;

/// dom0ctl limit set GUEST --read-bps V ...: all of them or none.
Result<Output> limit_set(World& world, const std::string& guest, const LimitTexts& texts);

/// dom0ctl limit get GUEST
Result<Output> limit_get(World& world, const std::string& guest);

/// dom0ctl limit list
Result<Output> limit_list(World& world);

/// dom0ctl limit clear GUEST; without a guest: --all.
Result<Output> limit_clear(World& world, const std::optional<std::string>& guest);

/// Where "limit apply" looks when it is given no path.
inline constexpr const char* default_policy_dir = "/etc/dom0ctl/limits.d";

/// dom0ctl limit apply [PATH...]
Result<Output> limit_apply(World& world, const std::vector<std::string>& paths);

} // namespace dom0ctl
