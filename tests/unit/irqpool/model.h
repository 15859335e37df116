// SPDX-License-Identifier: GPL-2.0-or-later
// Dom0 written down channel by channel. Shares nothing with the ledger but what is promised: it
// puts a channel in, looks whether anything is above its limit then, and if so takes it out again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

extern "C" {
#include "ledger.h"
}

using Domid = unsigned;
using Limit = std::optional<uint64_t>; // without a value: none

struct Model {
    std::multiset<Domid> bound;      // by backends
    std::multiset<Domid> others;     // there are, whether anybody knows or not
    std::multiset<Domid> remembered; // of these, what the last census told
    std::multiset<Domid> refusals;
    uint64_t refusals_ever = 0;
    std::map<Domid, Limit> quotas; // of those that have one of their own
    Limit default_quota;
    Limit ceilings[XIP_CEILINGS];
    uint64_t besides = 0; // descriptors
    uint64_t share = 0;

    [[nodiscard]] Limit quota(Domid who) const {
        const auto own = quotas.find(who);
        return own == quotas.end() ? default_quota : own->second;
    }

    [[nodiscard]] uint64_t used_by(Domid who) const {
        return bound.count(who) + remembered.count(who);
    }

    [[nodiscard]] uint64_t used(xip_ceiling what) const {
        return bound.size() + remembered.size() + (what == XIP_DESCRIPTORS ? besides : 0);
    }

    [[nodiscard]] xip_verdict judge(Domid who) const {
        const auto above = [](uint64_t number, const Limit& limit) {
            return limit && number > *limit;
        };
        if (above(used_by(who), quota(who)))
            return XIP_OVER_QUOTA;
        if (above(used(XIP_CHANNELS) + share, ceilings[XIP_CHANNELS]))
            return XIP_FULL_CHANNELS;
        if (above(used(XIP_DESCRIPTORS) + share, ceilings[XIP_DESCRIPTORS]))
            return XIP_FULL_DESCRIPTORS;
        return XIP_OK;
    }

    xip_verdict take(Domid who) {
        const auto channel = bound.insert(who);
        const xip_verdict verdict = judge(who);
        if (verdict != XIP_OK) {
            bound.erase(channel);
            refusals.insert(who);
            refusals_ever++;
        }
        return verdict;
    }

    bool give_back(Domid who) {
        const auto channel = bound.find(who);
        if (channel == bound.end())
            return false;
        bound.erase(channel);
        return true;
    }

    // A census tells of so many: those of backends are known, and the rest is remembered.
    void found(Domid who, uint64_t channels) {
        remembered.erase(who);
        for (uint64_t i = bound.count(who); i < channels; i++)
            remembered.insert(who);
    }

    [[nodiscard]] uint64_t census(Domid who) const { return bound.count(who) + others.count(who); }

    void forget(Domid who) {
        quotas.erase(who);
        refusals.erase(who);
    }
};
