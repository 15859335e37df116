// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/csum_state.h"

#include <fmt/format.h>

#include <utility>

namespace dom0ctl {

std::uint64_t CsumState::both(std::string_view name) const {
    return stat.get(fmt::format("rx_{}", name)) + stat.get(fmt::format("tx_{}", name));
}

Result<std::vector<CsumState>> read_states(const Csum& csum, const std::vector<Vif>& vifs,
                                           Vanished vanished) {
    std::vector<CsumState> states;
    for (const Vif& vif : vifs) {
        const Result<CsumSettings> settings = csum.settings(vif.name);
        Result<Stat> stat = settings ? csum.stat(vif.name) : Result<Stat>(settings.error());
        if (!stat && stat.error().code == ExitCode::no_guest && vanished == Vanished::is_skipped)
            continue;
        if (!stat)
            return stat.error();
        states.push_back({vif, *settings, *std::move(stat)});
    }
    return states;
}

Json to_json(const Vif& vif) {
    Json json = {{"vif", vif.name}, {"handle", vif.handle}, {"domid", nullptr}, {"name", nullptr}};
    if (vif.guest) {
        json["domid"] = vif.guest->domid;
        if (!vif.guest->name.empty())
            json["name"] = vif.guest->name;
    }
    return json;
}

Json to_json(const CsumSettings& settings) {
    Json json = Json::object();
    for (std::size_t i = 0; i < csum_key_count; ++i) {
        json[std::string(csum_keys.at(i).name)] = settings.words.at(i);
        if (i == 0)
            json["hook"] = settings.hook.empty() ? Json(nullptr) : Json(settings.hook);
    }
    return json;
}

Json to_json(const CsumState& state) {
    Json json = to_json(state.vif);
    json.update(to_json(state.settings));
    Json& values = json["stat"] = Json::object();
    for (const auto& [name, value] : state.stat.values)
        values[name] = value;
    return json;
}

} // namespace dom0ctl
