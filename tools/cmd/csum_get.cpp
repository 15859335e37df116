// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/csum.h"

#include "lib/csum_state.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void add(Rows& rows, const Json& settings) {
    for (const auto& [name, word] : settings.items())
        rows.push_back({name, word.is_null() ? "-" : word.get<std::string>()});
}

Result<Output> get_defaults(World& world) {
    if (const Result<void> ready = require_csumfix(world.sysfs); !ready)
        return ready.error();
    const Result<CsumSettings> settings = Csum(world.sysfs).settings(std::nullopt);
    if (!settings)
        return settings.error();
    Json json = to_json(*settings);
    json.erase("hook"); // each interface will have its own
    Rows rows;
    add(rows, json);
    return Output{format_table(rows), {{"default", std::move(json)}}};
}

} // namespace

Result<Output> csum_get(World& world, const std::optional<std::string>& who) {
    if (!who)
        return get_defaults(world);
    const Result<std::vector<Vif>> vifs = find_vifs(world, *who);
    if (!vifs)
        return vifs.error();
    const Result<std::vector<CsumState>> states = read_states(
        Csum(world.sysfs), *vifs, names_many(*who) ? Vanished::is_skipped : Vanished::is_an_error);
    if (!states)
        return states.error();

    Output output;
    Json list = Json::array();
    for (const CsumState& state : *states) {
        const Vif& vif = state.vif;
        Rows rows{{"vif", vif.name}, {"guest", vif.guest ? label(*vif.guest) : "-"}};
        add(rows, to_json(state.settings));
        for (const auto& [name, value] : state.stat.values)
            rows.push_back({printable(name), fmt::format("{}", value)});
        // Blocks of lines, a blank one between.
        if (!output.text.empty())
            output.text += '\n';
        output.text += format_table(rows);
        list.push_back(to_json(state));
    }
    output.json["vifs"] = std::move(list);
    return output;
}

} // namespace dom0ctl
