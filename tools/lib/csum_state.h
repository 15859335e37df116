// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/csum.h"
#include "lib/output.h"
#include "lib/transaction.h"
#include "lib/vifs.h"

#include <string_view>
#include <vector>

namespace dom0ctl {

/// What an interface is set to and what it has counted.
struct CsumState {
    Vif vif;
    CsumSettings settings;
    Stat stat;

    /// rx_NAME and tx_NAME together.
    std::uint64_t both(std::string_view name) const;
};

/// Errors: those of Csum.
Result<std::vector<CsumState>> read_states(const Csum& csum, const std::vector<Vif>& vifs,
                                           Vanished vanished);

/// {"vif", "handle", "domid", "name"}; the last two are null where there is no
/// guest, and the name also when unknown.
Json to_json(const Vif& vif);

/// {"mode", "hook", "gso", "bad"}; the hook is null where it is not told.
Json to_json(const CsumSettings& settings);

/// Both of these, and "stat" with all that is counted.
Json to_json(const CsumState& state);

} // namespace dom0ctl
