// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/world.h"
#include "top/rows.h"

#include <optional>

namespace dom0ctl {

/// Takes a sample each time, and keeps it to compare the next one with.
class TopWatch {
  public:
    TopWatch(World& world, ThrottleDevice* device) : world_(world), device_(device) {}

    /// What happened since the last time. Errors: those of take_sample(); the
    /// last sample is kept then.
    Result<TopFrame> look(bool disks);

  private:
    World& world_;
    ThrottleDevice* device_;
    std::optional<TimedSample> before_;
};

} // namespace dom0ctl
