// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/keeper.h"
#include "lib/output.h"
#include "lib/world.h"

#include <string>
#include <vector>

namespace dom0ctl {

/// dom0ctl irq status
Result<Output> irq_status(World& world);

/// dom0ctl irq top [-n COUNT]; the text as it was given, 0 for all.
Result<Output> irq_top(World& world, const std::string& count);

/// Whose quota it is about.
struct IrqWhose {
    bool all = false;                ///< every guest
    bool defaults = false;           ///< that of guests without one of their own
    std::vector<std::string> guests; ///< otherwise these, named or by patterns

    /// Guests that go while we are looking are nobody's mistake then.
    bool any_number() const;
};

/// dom0ctl irq quota get [GUEST ...] | --default
Result<Output> irq_quota_get(World& world, const IrqWhose& whose);

/// dom0ctl irq quota set GUEST ... | --all | --default QUOTA: all or none. Only those
/// of guests that are named persist.
Result<Output> irq_quota_set(World& world, const IrqWhose& whose, const std::string& quota,
                             Persist persist);

/// dom0ctl irq pool get
Result<Output> irq_pool_get(World& world);

/// dom0ctl irq pool set KEY=NUMBER ...: all of them or none.
Result<Output> irq_pool_set(World& world, const std::vector<std::string>& settings);

} // namespace dom0ctl
