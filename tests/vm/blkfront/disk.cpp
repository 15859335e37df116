// SPDX-License-Identifier: GPL-2.0-or-later
#include "disk.h"

#include <cstdio>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "error.h"

namespace blkfront {

Disk::Disk(frontlib::Store& store, std::string device, unsigned devid, std::function<void()> idle)
    : Device(store, "vbd", "blkfront", devid, std::move(idle)), device_(std::move(device)),
      devid_(devid) {}

void Disk::create() {
    struct stat found {};
    if (stat(device_.c_str(), &found) != 0 || !S_ISBLK(found.st_mode))
        throw frontlib::Error(device_ + " is no block device");
    char number[32];
    std::snprintf(number, sizeof(number), "%x:%x", major(found.st_rdev), minor(found.st_rdev));
    const std::string id = std::to_string(devid_);
    Device::create({{"virtual-device", id}, {"device-type", "disk"}},
                   {{"removable", "0"},
                    {"bootable", "0"},
                    {"dev", "xvd" + id},
                    {"type", "phy"},
                    {"mode", "w"},
                    {"device-type", "disk"},
                    {"params", device_},
                    {"physical-device-path", device_},
                    {"physical-device", number}});
}

} // namespace blkfront
