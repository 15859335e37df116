// SPDX-License-Identifier: GPL-2.0-or-later
//
// One disk in xenstore.
#pragma once

#include <functional>
#include <string>

#include "device.h"

namespace blkfront {

class Disk : public frontlib::Device {
  public:
    Disk(frontlib::Store& store, std::string device, unsigned devid, std::function<void()> idle);

    void create();

  private:
    std::string device_;
    unsigned devid_;
};

} // namespace blkfront
