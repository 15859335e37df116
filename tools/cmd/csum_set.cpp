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

Output describe(const std::vector<CsumChange>& changes) {
    Output output;
    Json list = Json::array();
    for (const CsumChange& change : changes) {
        const std::string_view name = csum_keys.at(change.key).name;
        output.text +=
            fmt::format("{}: {} {}, was {}\n", label(change), name, change.now, change.was);
        Json json = change.vif ? to_json(*change.vif) : Json::object();
        json["setting"] = name;
        json["now"] = change.now;
        json["was"] = change.was;
        list.push_back(std::move(json));
    }
    output.json["changes"] = std::move(list);
    return output;
}

} // namespace

Result<Output> csum_set(World& world, const std::optional<std::string>& who,
                        const std::vector<std::string>& settings) {
    const Result<WantedCsum> wanted = parse(settings);
    if (!wanted)
        return wanted.error();
    std::vector<CsumChange> changes;
    if (who) {
        const Result<std::vector<Vif>> vifs = find_vifs(world, *who);
        if (!vifs)
            return vifs.error();
        for (const Vif& vif : *vifs) {
            std::vector<CsumChange> some = changes_for(vif, *wanted);
            std::move(some.begin(), some.end(), std::back_inserter(changes));
        }
    } else {
        if (const Result<void> ready = require_csumfix(world.sysfs); !ready)
            return ready.error();
        changes = changes_for(std::nullopt, *wanted);
    }
    const Result<std::vector<CsumChange>> made =
        make_changes(Csum(world.sysfs), std::move(changes),
                     who == "all" ? Vanished::is_skipped : Vanished::is_an_error);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
