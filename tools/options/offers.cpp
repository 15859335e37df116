// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/offers.h"

#include "lib/disks.h"
#include "lib/irqpool.h"
#include "lib/throttle.h"
#include "lib/vifs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dom0ctl {
namespace {

// In the form that finds this guest again.
Candidate candidate(const Guest& guest) {
    if (guest.name.empty())
        return {fmt::format("{}", guest.domid), "guest without a name"};
    return {spec_of(guest), fmt::format("guest, domid {}", guest.domid)};
}

bool is_given(const Typed& typed, const std::string& word) {
    return std::find(typed.words.begin(), typed.words.end(), word) != typed.words.end();
}

Offered offer(const std::vector<Guest>& guests, const Typed& typed) {
    Offered offered;
    for (const Guest& guest : guests) {
        Candidate some = candidate(guest);
        if (!is_given(typed, some.text))
            offered.candidates.push_back(std::move(some));
    }
    return offered;
}

Offered offer(World& world, const Result<std::vector<Domid>>& domids, const Typed& typed) {
    if (!domids)
        return {};
    std::vector<Guest> guests;
    for (const Domid domid : *domids)
        guests.push_back({domid, world.names.name_of(domid).value_or("")});
    return offer(guests, typed);
}

} // namespace

Offer offer_words(std::vector<std::string> words) {
    return [words = std::move(words)](World&, const Typed&) {
        Offered offered;
        for (const std::string& word : words)
            offered.candidates.push_back({word, ""});
        return offered;
    };
}

Offered offer_guests(World& world, const Typed& typed) {
    const Result<std::vector<Guest>> running = world.names.running();
    return running ? offer(*running, typed) : Offered{};
}

Offered offer_limited_guests(World& world, const Typed& typed) {
    return offer(world, Throttle(world.sysfs).domains(), typed);
}

Offered offer_irq_guests(World& world, const Typed& typed) {
    return offer(world, IrqPool(world.sysfs).domains(), typed);
}

Offered offer_disks(World& world, const Typed& typed) {
    Offered offered;
    if (typed.words.empty())
        return offered;
    const Result<Guest> guest = find_guest(world.names, typed.words.front());
    if (!guest)
        return offered;
    Disks disks = Throttle(world.sysfs).disks();
    for (const Devid devid : disks[guest->domid])
        offered.candidates.push_back({disk_name(devid), "disk"});
    return offered;
}

Offered offer_vifs(World& world, const Typed& typed) {
    Offered offered;
    if (!typed.words.empty())
        return offered;
    std::map<Domid, Guest> guests;
    for (const Vif& vif : list_vifs(world)) {
        offered.candidates.push_back({vif.name, "interface"});
        if (vif.guest)
            guests.emplace(vif.guest->domid, *vif.guest);
    }
    for (const auto& [domid, guest] : guests)
        offered.candidates.push_back(candidate(guest));
    offered.candidates.push_back({"all", "every interface"});
    return offered;
}

Offer offer_settings(std::vector<std::pair<std::string, std::vector<std::string>>> settings) {
    return [settings = std::move(settings)](World&, const Typed& typed) {
        Offered offered;
        for (const auto& [key, words] : settings) {
            const std::string begin = key + "=";
            if (typed.current.starts_with(begin)) {
                for (const std::string& word : words)
                    offered.candidates.push_back({begin + word, ""});
            } else if (std::none_of(
                           typed.words.begin(), typed.words.end(),
                           [&](const std::string& word) { return word.starts_with(begin); })) {
                offered.candidates.push_back({begin, ""});
            }
        }
        return offered;
    };
}

Offered offer_files(World& /*world*/, const Typed& /*typed*/) {
    return {{}, true};
}

} // namespace dom0ctl
