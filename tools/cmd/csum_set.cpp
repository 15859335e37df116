// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/csum.h"

#include "lib/assignment.h"
#include "lib/csum_changes.h"
#include "lib/csum_state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

namespace dom0ctl {
namespace {

Error unknown_key(std::string_view key) {
    std::array<std::string_view, csum_key_count> names;
    std::transform(csum_keys.begin(), csum_keys.end(), names.begin(),
                   [](const CsumKey& known) { return known.name; });
    return {ExitCode::usage, fmt::format("there is no setting '{}'", key),
            fmt::format("the settings are {}", fmt::join(names, ", "))};
}

// All settings are read before the first one is written.
Result<WantedCsum> parse(const std::vector<std::string>& settings) {
    if (settings.empty())
        return Error{ExitCode::usage, "no setting given",
                     "give at least one, such as mode=complete"};
    WantedCsum wanted;
    for (const std::string& setting : settings) {
        const Assignment read = read_assignment(setting);
        const auto* const key = std::find_if(csum_keys.begin(), csum_keys.end(),
                                             [&](const CsumKey& k) { return k.name == read.name; });
        if (key == csum_keys.end())
            return unknown_key(read.name);
        std::optional<std::string>& place =
            wanted.at(static_cast<std::size_t>(key - csum_keys.begin()));
        if (place)
            return Error{ExitCode::usage, fmt::format("{} is given twice", read.name),
                         "give each setting once"};
        if (std::find(key->words.begin(), key->words.end(), read.value) == key->words.end())
            return Error{ExitCode::usage, fmt::format("{} cannot be '{}'", read.name, read.value),
                         fmt::format("it is one of {}", fmt::join(key->words, ", "))};
        place = read.value;
    }
    return wanted;
}

// For each guest: all its interfaces, or the one that was named.
Result<void> keep(World& world, Keeper& keeper, const std::vector<Vif>& vifs,
                  const std::string& who, const WantedCsum& wanted) {
    std::set<Domid> done;
    for (const Vif& vif : vifs) {
        if (!vif.guest)
            return Error{ExitCode::usage, fmt::format("{} is no guest's interface", vif.name),
                         "leave --persist out; limits files are about guests"};
        if (!done.insert(vif.guest->domid).second)
            continue;
        Result<Wish> wish = wish_for(world, Area::csum, *vif.guest, {who});
        if (!wish)
            return wish.error();
        const bool is_called = who == vif.name && who != vif.guest->name;
        if (is_called || who.starts_with("vif:"))
            wish->parts = {fmt::format("{}", vif.handle), vif.name};
        for (std::size_t i = 0; i < csum_key_count; ++i) {
            if (wanted.at(i))
                wish->settings.emplace_back(i, *wanted.at(i));
        }
        if (Result<void> kept = keeper.fulfil(*wish); !kept)
            return kept;
    }
    return {};
}

Result<Output> change(World& world, std::vector<CsumChange> changes, Vanished vanished) {
    const Result<std::vector<CsumChange>> made =
        make_changes(Csum(world.sysfs), std::move(changes), vanished);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace

Result<Output> csum_set(World& world, const std::optional<std::string>& who,
                        const std::vector<std::string>& settings, Persist persist) {
    const Result<WantedCsum> wanted = parse(settings);
    if (!wanted)
        return wanted.error();
    if (!who) {
        if (const Result<void> ready = require_csumfix(world.sysfs); !ready)
            return ready.error();
        return change(world, changes_for(std::nullopt, *wanted), Vanished::is_an_error);
    }
    if (persist == Persist::yes && *who == "all")
        return Error{ExitCode::usage, "--persist is for guests and their interfaces, not for all",
                     R"(write an entry for guest = "*" into a limits file, and run dom0ctl apply)"};
    const Result<std::vector<Vif>> vifs = find_vifs(world, *who);
    if (!vifs)
        return vifs.error();
    std::vector<CsumChange> changes;
    for (const Vif& vif : *vifs) {
        std::vector<CsumChange> some = changes_for(vif, *wanted);
        std::move(some.begin(), some.end(), std::back_inserter(changes));
    }
    const auto make = [&] {
        return change(world, std::move(changes),
                      names_many(*who) ? Vanished::is_skipped : Vanished::is_an_error);
    };
    if (persist == Persist::no)
        return make();
    return change_and_keep(
        world, make, [&](Keeper& keeper) { return keep(world, keeper, *vifs, *who, *wanted); });
}

} // namespace dom0ctl
