// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/irqpool.h"
#include "lib/output.h"
#include "lib/transaction.h"

#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// The quota of a guest, or, without one, a setting of the pool, that is to get
/// another value.
struct IrqChange {
    std::optional<Guest> guest;
    const IrqSetting* setting = &irq_quota;
    Amount to;
    Amount was; ///< filled in by make_changes()
    Amount now; ///< filled in by make_changes(): read back after the last write

    IrqScope scope() const { return guest ? IrqScope(guest->domid) : std::nullopt; }
};

/// "web1 (domid 5)", "pool".
std::string label(const IrqChange& change);

/// Makes all changes or none, as Transaction does.
/// Errors: those of IrqPool.
Result<std::vector<IrqChange>> make_changes(const IrqPool& pool, std::vector<IrqChange> changes,
                                            Vanished vanished);

/// "web1 (domid 5): quota 64, was default", a line a change.
Output describe(const std::vector<IrqChange>& changes);

} // namespace dom0ctl
