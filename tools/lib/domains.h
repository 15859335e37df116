// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"
#include "lib/sysfs.h"

#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// "<class>/dom<domid>": the device that a class of a module has for a domain.
std::string domain_device(std::string_view class_path, Domid domid);

/// The domains that have such a device, ascending. Errors: failed.
Result<std::vector<Domid>> list_domains(const Sysfs& sysfs, std::string_view class_path);

} // namespace dom0ctl
