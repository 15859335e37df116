// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"
#include "lib/limits.h"
#include "lib/sysfs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What xen-blkthrottle counts for a domain, in the kernel's order. Names that
/// this version of dom0ctl does not know are kept: the module may be newer.
/// Times are in nanoseconds (_ns), amounts in bytes (_bytes).
struct Stat {
    std::vector<std::pair<std::string, std::uint64_t>> values;

    /// 0 for a name that is not there.
    std::uint64_t get(std::string_view name) const;

    /// Requests held back at this moment, reads and writes together.
    std::uint64_t waiting() const;
};

/// The sysfs class of the module xen-blkthrottle: one device a domain that has
/// at least one vbd on the patched xen-blkback.
///
/// Errors of all members: no_guest when the domain's device is not there (it
/// goes with the last vbd, so between two calls too), no_permission, failed.
class Throttle {
  public:
    explicit Throttle(const Sysfs& sysfs) : sysfs_(sysfs) {}

    /// The domains that have a device, ascending.
    Result<std::vector<Domid>> domains() const;

    bool governs(Domid domid) const;

    Result<Rate> limit(Domid domid, const Knob& knob) const;
    Result<Limits> limits(Domid domid) const;
    Result<void> set_limit(Domid domid, const Knob& knob, Rate rate) const;
    Result<Stat> stat(Domid domid) const;

  private:
    const Sysfs& sysfs_;
};

} // namespace dom0ctl
