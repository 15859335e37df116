// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/csum.h"

#include "lib/csum_state.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

// In the form that "csum set" takes: a guest without a known name by its domid.
std::string display_guest(const Vif& vif) {
    return vif.guest ? printable(spec_of(*vif.guest)) : "-";
}

std::vector<std::string> row_of(const CsumState& state) {
    std::vector<std::string> row{state.vif.name, display_guest(state.vif)};
    const Json settings = to_json(state.settings);
    for (const auto& [name, word] : settings.items())
        row.push_back(word.is_null() ? "-" : word.get<std::string>());
    row.push_back(fmt::format("{}", state.both("completed")));
    row.push_back(fmt::format("{}", state.both("bad_tcp") + state.both("bad_udp")));
    row.push_back(fmt::format("{}", state.both("dropped")));
    return row;
}

} // namespace

Result<Output> csum_list(World& world) {
    const Result<std::vector<Vif>> vifs = find_vifs(world, "all");
    if (!vifs)
        return vifs.error();
    const Result<std::vector<CsumState>> states =
        read_states(Csum(world.sysfs), *vifs, Vanished::is_skipped);
    if (!states)
        return states.error();

    std::vector<std::vector<std::string>> rows{
        {"VIF", "GUEST", "MODE", "HOOK", "GSO", "BAD", "COMPLETED", "WRONG", "DROPPED"}};
    Json list = Json::array();
    for (const CsumState& state : *states) {
        rows.push_back(row_of(state));
        list.push_back(to_json(state));
    }
    return Output{format_table(rows), {{"vifs", std::move(list)}}};
}

} // namespace dom0ctl
