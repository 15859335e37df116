// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/areas.h"
#include "lib/changes.h"
#include "lib/csum_changes.h"
#include "lib/irq_changes.h"

#include <variant>
#include <vector>

namespace dom0ctl {

/// A limit of domains that nobody has configured that is to get another value.
struct DefaultChange {
    std::size_t knob = 0; ///< index into knobs
    Value to;
    Value was;
    Value now;
};

/// One setting of any kind that is to get another value.
struct AnyChange {
    std::variant<Change, DefaultChange, CsumChange, IrqChange> of; ///< was, now: as below
    AnyValue to;
    AnyValue was; ///< filled in by make_changes()
    AnyValue now; ///< filled in by make_changes(): read back after the last write

    template <typename One>
    AnyChange(One one) : of(one), to(one.to) {}
};

/// What an AnyChange reads and writes.
struct AnyAccess {
    static constexpr std::string_view noun = "settings";
    Throttle throttle;
    Csum csum;
    IrqPool pool;

    explicit AnyAccess(const Sysfs& sysfs) : throttle(sysfs), csum(sysfs), pool(sysfs) {}

    Result<AnyValue> read(const AnyChange& change) const;
    Result<void> write(const AnyChange& change, const AnyValue& value) const;
    static std::string left(const AnyChange& change);
};

/// Makes all changes or none, as Transaction does; changes of what vanishes are
/// left out. Errors: those of Throttle, Csum and IrqPool.
Result<std::vector<AnyChange>> make_changes(const AnyAccess& access,
                                            std::vector<AnyChange> changes);

/// A line a change, as the commands say it that change one thing.
Output describe(const std::vector<AnyChange>& changes);

} // namespace dom0ctl
