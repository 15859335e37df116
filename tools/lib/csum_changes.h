// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/csum.h"
#include "lib/output.h"
#include "lib/transaction.h"
#include "lib/vifs.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// One setting of an interface, or, without one, one of the defaults, that is to
/// get another value.
struct CsumChange {
    std::optional<Vif> vif;
    std::size_t key = 0; ///< index into csum_keys
    std::string to;
    std::string was; ///< filled in by make_changes()
    std::string now; ///< filled in by make_changes(): read back after the last write

    CsumScope scope() const { return vif ? CsumScope(vif->name) : std::nullopt; }
};

/// "web1 (domid 5) vif5.0", "eth0", "default".
std::string label(const CsumChange& change);

/// The settings somebody asks for; what is not named stays as it is.
using WantedCsum = std::array<std::optional<std::string>, csum_key_count>;

/// The changes that bring the interface to the wanted settings. The mode comes
/// last: it begins with the others in force.
std::vector<CsumChange> changes_for(const std::optional<Vif>& vif, const WantedCsum& wanted);

/// Makes all changes or none, as Transaction does.
/// Errors: those of Csum.
Result<std::vector<CsumChange>> make_changes(const Csum& csum, std::vector<CsumChange> changes,
                                             Vanished vanished);

/// "web1 (domid 5) vif5.0: mode complete, was off", a line a change.
Output describe(const std::vector<CsumChange>& changes);

} // namespace dom0ctl
