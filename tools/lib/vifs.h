// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/world.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// A Xen network interface of this network namespace, under whatever name it
/// has now.
struct Vif {
    std::string name;
    std::uint32_t handle = 0;   ///< which of the guest's interfaces: vif-<domid>-<handle>
    std::optional<Guest> guest; ///< whom it belongs to; nobody if it is our own frontend
};

/// "web1 (domid 5) vif5.0", or "eth0" for our own frontend.
std::string label(const Vif& vif);

/// The Xen network interfaces that can be seen from here: those of guests by
/// domid and handle, then our own.
std::vector<Vif> list_vifs(World& world);

/// Whether it stands for any number of guests: all, or a pattern.
bool names_many(std::string_view who);

/// Those of guests, without their names, by domid.
std::map<Domid, std::vector<Vif>> vifs_of_guests(const Sysfs& sysfs);

/// The interfaces that a person means and that xen-csumfix looks after: "all";
/// an interface by its name; all of a guest, or of all guests that match a
/// pattern. name:WORD is always a guest, vif:WORD always an interface.
/// Errors: not_ready (no module), usage (it could mean both), no_guest (nothing
/// of that name, a guest without an interface here), failed (the module does not
/// look after one of them), those of find_guest().
Result<std::vector<Vif>> find_vifs(World& world, std::string_view who);

} // namespace dom0ctl
