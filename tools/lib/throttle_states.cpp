// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle_states.h"

#include <utility>

namespace dom0ctl {
namespace {

// Success also where it has gone.
Result<void> add_state(std::vector<ThrottleState>& states, const Sysfs& sysfs, const Scope& scope,
                       bool latencies) {
    Result<ThrottleState> state = read_state(sysfs, scope, latencies);
    if (state)
        states.push_back(*std::move(state));
    else if (state.error().code != ExitCode::no_guest)
        return state.error();
    return {};
}

Result<std::vector<ThrottleState>> states_of_sysfs(const Sysfs& sysfs, const WantedStates& wanted) {
    const Throttle throttle(sysfs);
    const Result<std::vector<Domid>> domids =
        wanted.domid ? std::vector<Domid>{*wanted.domid} : throttle.domains();
    if (!domids)
        return domids.error();
    Disks disks = wanted.disks ? throttle.disks() : Disks{};
    std::vector<ThrottleState> states;
    for (const Domid domid : *domids) {
        if (const Result<void> added = add_state(states, sysfs, domid, wanted.latencies); !added)
            return added.error();
        for (const Devid devid : disks[domid]) {
            if (const Result<void> added =
                    add_state(states, sysfs, {domid, devid}, wanted.latencies);
                !added)
                return added.error();
        }
    }
    return states;
}

} // namespace

Result<std::vector<ThrottleState>> read_states(ThrottleDevice* device, const Sysfs& sysfs,
                                               const WantedStates& wanted) {
    if (device != nullptr) {
        Result<std::vector<ThrottleState>, int> states = states_of_device(*device, wanted);
        if (states)
            return *std::move(states);
    }
    return states_of_sysfs(sysfs, wanted);
}

} // namespace dom0ctl
