// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// The number of a virtual disk, as in vbd-<domid>-<devid>.
using Devid = std::uint32_t;

/// The name a disk has in the guest's configuration: xvda, xvdb3, hda, sdc1; the
/// number itself where it stands for no such name. No two disks have one name.
///
/// The numbers are those of Xen's docs/man/xen-vbd-interface.7. Going by them
/// alone, and only in this direction, needs no xenstore: whoever looks for a
/// name compares it with those of the disks that are there.
std::string disk_name(Devid devid);

/// The number in a string of nothing but digits; nothing for anything else.
std::optional<Devid> parse_devid(std::string_view text);

} // namespace dom0ctl
