// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/sample.h"

#include "lib/csum.h"
#include "lib/host.h"
#include "lib/versions.h"

#include <algorithm>
#include <map>
#include <utility>

namespace dom0ctl {
namespace {

using Guests = std::map<Domid, GuestSample>;

// Interfaces are listed without asking for names: each guest is asked for once.
class NoNames final : public GuestNames {
  public:
    Result<std::vector<Guest>> running() override { return std::vector<Guest>{}; }
    std::optional<std::string> name_of(Domid /*domid*/) override { return std::nullopt; }
    std::optional<std::string> uuid_of(Domid /*domid*/) override { return std::nullopt; }
};

Result<void> add_throttle(const Sysfs& sysfs, ThrottleDevice* device, const WantedStates& wanted,
                          Guests& guests) {
    if (const Result<void> ready = require_throttle(sysfs); !ready)
        return ready.error();
    Result<std::vector<ThrottleState>> states = read_states(device, sysfs, wanted);
    if (!states)
        return states.error();
    for (const ThrottleState& state : *states) {
        GuestSample& guest = guests[state.scope.domid];
        if (state.scope.disk)
            guest.disks.push_back(state);
        else
            guest.throttle = state;
    }
    return {};
}

Result<void> add_vifs(World& world, std::optional<Domid> only, Guests& guests) {
    NoNames nobody;
    World nameless{world.sysfs, nobody};
    const Csum csum(world.sysfs);
    for (Vif& vif : list_vifs(nameless)) {
        if (!vif.guest || (only && vif.guest->domid != *only) || !csum.covers(vif.name))
            continue;
        Result<Stat> stat = csum.stat(vif.name);
        if (!stat && stat.error().code == ExitCode::no_guest)
            continue;
        if (!stat)
            return stat.error();
        const Domid domid = vif.guest->domid;
        guests[domid].vifs.push_back({std::move(vif), *std::move(stat)});
    }
    return {};
}

Result<void> add_irq(const IrqPool& pool, std::optional<Domid> only, Guests& guests) {
    const Result<std::vector<Domid>> domids = only ? std::vector<Domid>{*only} : pool.domains();
    if (!domids)
        return domids.error();
    std::vector<Guest> wanted;
    for (const Domid domid : *domids) {
        if (domid != 0)
            wanted.push_back({domid, ""});
    }
    Result<std::vector<IrqDomain>> domains =
        read_irq_domains(pool, wanted, Vanished::is_skipped, IrqDetail::numbers);
    if (!domains)
        return domains.error();
    for (IrqDomain& domain : *domains)
        guests[domain.guest.domid].irq = std::move(domain);
    return {};
}

Result<CeilingSample> read_ceilings(const IrqPool& pool) {
    CeilingSample ceilings;
    for (const auto& [name, into] : {std::pair{"channels_used", &ceilings.channels_used},
                                     {"channels_ceiling", &ceilings.channels_ceiling},
                                     {"descriptors_used", &ceilings.descriptors_used},
                                     {"descriptors_ceiling", &ceilings.descriptors_ceiling},
                                     {"guests_fit", &ceilings.guests_fit}}) {
        const Result<Amount> amount = pool.amount({}, name, irq_max_only);
        if (!amount)
            return amount.error();
        *into = *amount;
    }
    return ceilings;
}

Error nothing_to_sample(const Sysfs& sysfs) {
    if (!xen_version(sysfs))
        return {ExitCode::not_ready, "this system does not run on Xen",
                "run dom0ctl in the domain that serves the guests' disks"};
    return {ExitCode::not_ready, "no module of dom0-pack that counts is loaded",
            "run 'modprobe xen-blkthrottle', and xen-csumfix and xen-irqpool where wanted"};
}

} // namespace

std::uint64_t VifCounts::fixed() const {
    return stat.get("rx_completed") + stat.get("tx_completed") + stat.get("rx_repaired") +
           stat.get("tx_repaired");
}

std::optional<std::uint64_t> GuestSample::fixed() const {
    if (vifs.empty())
        return std::nullopt;
    std::uint64_t all = 0;
    for (const VifCounts& vif : vifs)
        all += vif.fixed();
    return all;
}

Result<Sample> take_sample(World& world, ThrottleDevice* device, const WantedStates& wanted) {
    const Sysfs& sysfs = world.sysfs;
    for (const char* const module : {"xen_csumfix", "xen_irqpool"}) {
        if (const Result<void> fits = require_fit(sysfs, module); !fits)
            return fits.error();
    }
    const bool throttle = sysfs.exists("class/xen-blkthrottle");
    const bool csum = require_csumfix(sysfs).operator bool();
    const bool irq = require_irqpool(sysfs).operator bool();
    if (!throttle && !csum && !irq)
        return nothing_to_sample(sysfs);

    Guests guests;
    Sample sample;
    if (throttle) {
        if (const Result<void> added = add_throttle(sysfs, device, wanted, guests); !added)
            return added.error();
    }
    if (csum) {
        if (const Result<void> added = add_vifs(world, wanted.domid, guests); !added)
            return added.error();
    }
    if (irq) {
        const IrqPool pool(sysfs);
        if (const Result<void> added = add_irq(pool, wanted.domid, guests); !added)
            return added.error();
        const Result<CeilingSample> ceilings = read_ceilings(pool);
        if (!ceilings)
            return ceilings.error();
        sample.ceilings = *ceilings;
    }
    sample.guests.reserve(guests.size());
    for (auto& [domid, guest] : guests) {
        guest.guest = {domid, world.names.name_of(domid).value_or("")};
        sample.guests.push_back(std::move(guest));
    }
    return sample;
}

} // namespace dom0ctl
