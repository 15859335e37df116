// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/disks.h"
#include "lib/guests.h"
#include "lib/limits.h"
#include "lib/stat.h"
#include "lib/sysfs.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace dom0ctl {

/// What limits are for: a domain as a whole, or one of its disks. Both have the
/// same knobs, and both are enforced.
struct Scope {
    Scope(Domid of, std::optional<Devid> only = std::nullopt) : domid(of), disk(only) {}

    Domid domid;
    std::optional<Devid> disk;
};

/// Requests of a domain or a disk that are held back at this moment, reads and
/// writes together.
std::uint64_t waiting(const Stat& stat);

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

    /// What domains get that nobody has configured. Errors: not_ready (the module is
    /// gone, or too old), no_permission, failed.
    Result<Value> default_limit(const Knob& knob) const;
    Result<void> set_default_limit(const Knob& knob, Value value) const;

  private:
    const Sysfs& sysfs_;
};

} // namespace dom0ctl
