// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle_device.h"
#include "tests/fake_host.h"

#include <vector>

namespace dom0ctl {

/// A domain or disk that has been at work: the numbers of a busy hour, each of them
/// another, times the factor.
ThrottleState busy(const Scope& scope, std::uint64_t factor = 1);

/// Puts all of the state into the made-up /sys, in the files that the module has.
void put_state(const FakeHost& host, const ThrottleState& state);

/// Knows these states and does what include/uapi/xen/blkthrottle.h says; or fails
/// as it is told to.
class FakeThrottleDevice final : public ThrottleDevice {
  public:
    std::vector<ThrottleState> states;
    int fails_with = 0;                           ///< every call, with this errno
    std::uint32_t abi = XBT_ABI;                  ///< as the module tells it
    std::uint32_t knobs = XBT_KNOBS;              ///< how many it has
    std::uint32_t state_size = sizeof(xbt_state); ///< how much of it an older module knows
    std::vector<ThrottleState> appear_meanwhile;  ///< after XBT_IOC_INFO
    int calls = 0;

    Result<void, int> call(unsigned long request, void* argument) override;

  private:
    int info(xbt_info& info) const;
    int get(xbt_get& get) const;
};

} // namespace dom0ctl
