// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/sample_json.h"

namespace dom0ctl {
namespace {

Json of_direction(const ThrottleState& state, std::size_t i) {
    const xbt_numbers& numbers = state.numbers.at(i);
    Json json = Json::object();
#define ADD_NUMBER(name) json[#name] = numbers.name;
    XBT_FOR_EACH_NUMBER(ADD_NUMBER)
#undef ADD_NUMBER
    json["wait_hist"] = state.wait.at(i);
    json["service_hist"] = state.service.at(i);
    return json;
}

Json of_throttle(const ThrottleState& state) {
    Json json = Json::object();
    if (state.scope.disk) {
        json["disk"] = disk_name(*state.scope.disk);
        json["devid"] = *state.scope.disk;
    } else {
        json["vbds"] = state.vbds;
    }
    json["rings"] = state.rings;
    for (std::size_t i = 0; i < direction_count; ++i)
        json[std::string(directions.at(i))] = of_direction(state, i);
    json["other_ios"] = state.other_ios;
    json["wait_p50_ns"] = to_json(wait_percentile_ns(state, 50));
    json["wait_p99_ns"] = to_json(wait_percentile_ns(state, 99));
    return json;
}

Json of_vif(const VifCounts& counts) {
    Json json = {
        {"vif", counts.vif.name}, {"handle", counts.vif.handle}, {"fixed", counts.fixed()}};
    Json& stat = json["stat"] = Json::object();
    for (const auto& [name, value] : counts.stat.values)
        stat[name] = value;
    return json;
}

Json of_irq(const IrqDomain& domain) {
    return {{"used", to_json(domain.used)},
            {"quota", to_json(domain.quota)},
            {"quota_in_force", to_json(domain.in_force)},
            {"refused", to_json(domain.refused)}};
}

} // namespace

Json to_json(const std::optional<std::uint64_t>& number) {
    return number ? Json(*number) : Json(nullptr);
}

Json to_json(const GuestSample& guest) {
    Json json = to_json(Target{guest.guest, std::nullopt});
    json["throttle"] = guest.throttle ? of_throttle(*guest.throttle) : Json(nullptr);
    Json& disks = json["disks"] = Json::array();
    for (const ThrottleState& disk : guest.disks)
        disks.push_back(of_throttle(disk));
    Json& vifs = json["vifs"] = Json::array();
    for (const VifCounts& vif : guest.vifs)
        vifs.push_back(of_vif(vif));
    json["irq"] = guest.irq ? of_irq(*guest.irq) : Json(nullptr);
    return json;
}

Json to_json(const std::optional<CeilingSample>& ceilings) {
    if (!ceilings)
        return nullptr;
    return {{"channels_used", to_json(ceilings->channels_used)},
            {"channels_ceiling", to_json(ceilings->channels_ceiling)},
            {"descriptors_used", to_json(ceilings->descriptors_used)},
            {"descriptors_ceiling", to_json(ceilings->descriptors_ceiling)},
            {"guests_fit", to_json(ceilings->guests_fit)}};
}

} // namespace dom0ctl
