// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/disks.h"
#include "lib/guests.h"
#include "lib/limits.h"
#include "lib/sysfs.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What limits are for: a domain as a whole, or one of its disks. Both have the
/// same knobs, and both are enforced.
struct Scope {
    Scope(Domid of, std::optional<Devid> only = std::nullopt) : domid(of), disk(only) {}

    Domid domid;
    std::optional<Devid> disk;
};

/// What xen-blkthrottle counts for a domain or a disk, in the kernel's order.
/// Names that this version of dom0ctl does not know are kept: the module may be
/// newer. Times are in nanoseconds (_ns), amounts in bytes (_bytes).
struct Stat {
    std::vector<std::pair<std::string, std::uint64_t>> values;

    /// 0 for a name that is not there.
    std::uint64_t get(std::string_view name) const;

    /// Requests held back at this moment, reads and writes together.
    std::uint64_t waiting() const;
};

/// The disks of each domain, ascending.
using Disks = std::map<Domid, std::vector<Devid>>;

/// What xen-blkthrottle shows in sysfs: one device of its class a domain that
/// has at least one vbd on the patched xen-blkback, and a folder in each vbd.
///
/// Errors of all members: no_guest when the device of the domain, or the vbd,
/// is not there (it goes with the last vbd, so between two calls too),
/// no_permission, failed.
class Throttle {
  public:
    explicit Throttle(const Sysfs& sysfs) : sysfs_(sysfs) {}

    /// The domains that have a device, ascending.
    Result<std::vector<Domid>> domains() const;

    /// The disks that can be limited, of all domains that have one.
    Disks disks() const;

    bool governs(const Scope& scope) const;

    Result<Value> limit(const Scope& scope, const Knob& knob) const;
    Result<Limits> limits(const Scope& scope) const;
    Result<void> set_limit(const Scope& scope, const Knob& knob, Value value) const;
    Result<Stat> stat(const Scope& scope) const;

  private:
    const Sysfs& sysfs_;
};

} // namespace dom0ctl
