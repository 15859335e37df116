// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle_state.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// /dev/xen/blkthrottle, or what a test has in its place.
class ThrottleDevice {
  public:
    ThrottleDevice() = default;
    ThrottleDevice(const ThrottleDevice&) = delete;
    ThrottleDevice& operator=(const ThrottleDevice&) = delete;
    virtual ~ThrottleDevice() = default;

    /// ioctl(): a call of include/uapi/xen/blkthrottle.h and its argument. Error:
    /// the errno, also that of opening the device.
    virtual Result<void, int> call(unsigned long request, void* argument) = 0;
};

/// The real one. It is opened for each call: who keeps it open keeps the module
/// from being unloaded.
class ThrottleDeviceFile final : public ThrottleDevice {
  public:
    explicit ThrottleDeviceFile(std::string path) : path_(std::move(path)) {}

    Result<void, int> call(unsigned long request, void* argument) override;

  private:
    std::string path_;
};

/// The device that belongs to a tree: that of the running system, or, for a made-up
/// one, none.
std::unique_ptr<ThrottleDevice> device_of(const Sysfs& sysfs);

/// Which states are wanted: those of all domains or of one, with the disks or
/// without.
struct WantedStates {
    std::optional<Domid> domid;
    bool disks = false;
    bool latencies = true; ///< histograms are left empty where they cost a file each
};

/// All of them at once, by domid and then devid; a domain comes before its disks.
/// Error: the errno; ENOTTY also of a module with another ABI than the one that
/// this tool knows.
Result<std::vector<ThrottleState>, int> states_of_device(ThrottleDevice& device,
                                                         const WantedStates& wanted);

} // namespace dom0ctl
