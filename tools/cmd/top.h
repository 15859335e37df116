// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/output.h"
#include "lib/world.h"
#include "top/settings.h"

#include <cstdint>
#include <optional>

namespace dom0ctl {

/// What "top" is asked for.
struct TopRequest {
    TopSettings settings;
    std::optional<std::uint64_t> count; ///< so many refreshes, then it ends
};

/// dom0ctl top: on the terminal, until somebody ends it. The output is empty.
Result<Output> top_on_screen(World& world, const TopRequest& request);

/// dom0ctl top --batch: prints a text, or a JSON document on a line, each delay,
/// the first one after the first delay. The output is empty.
Result<Output> top_in_batch(World& world, const TopRequest& request, bool json);

} // namespace dom0ctl
