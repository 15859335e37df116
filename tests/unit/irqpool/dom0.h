// SPDX-License-Identifier: GPL-2.0-or-later
// A ledger and accounts as the glue sets them up, with no limit anywhere.
#pragma once

#include <cstdint>

extern "C" {
#include "ledger.h"
}

constexpr uint32_t max32 = UINT32_MAX;

inline xip_ledger unlimited() {
    xip_ledger ledger{};
    ledger.ceiling[XIP_CHANNELS] = XIP_NO_LIMIT;
    ledger.ceiling[XIP_DESCRIPTORS] = XIP_NO_LIMIT;
    ledger.default_quota = XIP_NO_LIMIT;
    return ledger;
}

inline xip_account newcomer() {
    xip_account account{};
    account.quota = XIP_DEFAULT_QUOTA;
    return account;
}

// Takes until one is refused, at the most `most` times. How many were had.
inline uint32_t take_all(xip_ledger& ledger, xip_account& account, uint32_t most = 1000) {
    uint32_t had = 0;
    while (had < most && xip_take(&ledger, &account) == XIP_OK)
        had++;
    return had;
}

// Gives back until there is nothing to give, at the most `most` times. How many were given.
inline uint32_t give_all_back(xip_ledger& ledger, xip_account& account, uint32_t most = 1000) {
    uint32_t gave = 0;
    while (gave < most && xip_give_back(&ledger, &account))
        gave++;
    return gave;
}
