// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/json.h"

#include "lib/sample_json.h"

namespace dom0ctl {
namespace {

Json number(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json amount(const std::optional<Amount>& value) {
    return value ? to_json(*value) : Json(nullptr);
}

// Those that are set, under the names of the knobs.
Json limits(const std::optional<Limits>& all) {
    if (!all)
        return nullptr;
    Json json = Json::object();
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (!all->at(i).is_unset())
            json[std::string(knobs.at(i).name)] = *all->at(i).number;
    }
    return json;
}

Json of_row(const TopRow& row) {
    Json json = to_json(row.target);
    const bool known = row.io.has_value();
    json["read_bytes_per_s"] = known ? Json(row.io->bytes_per_s[0]) : Json(nullptr);
    json["write_bytes_per_s"] = known ? Json(row.io->bytes_per_s[1]) : Json(nullptr);
    json["read_ios_per_s"] = known ? Json(row.io->ios_per_s[0]) : Json(nullptr);
    json["write_ios_per_s"] = known ? Json(row.io->ios_per_s[1]) : Json(nullptr);
    json["throttled"] = known ? Json(row.io->throttled) : Json(nullptr);
    json["waiting"] = to_json(row.waiting);
    json["wait_p50_ns"] = to_json(row.p50_ns);
    json["wait_p99_ns"] = to_json(row.p99_ns);
    json["limits"] = limits(row.limits);
    json["fixed_per_s"] = number(row.fixed_per_s);
    json["channels"] = amount(row.channels);
    json["quota"] = amount(row.quota);
    return json;
}

} // namespace

Json to_json(const TopFrame& frame, const TopSettings& settings, const std::string& time) {
    const TopTotals& totals = frame.totals;
    Json rows = Json::array();
    for (const TopRow* const row : chosen_rows(frame, settings))
        rows.push_back(of_row(*row));
    return {{"time", time},
            {"seconds", frame.seconds},
            {"totals",
             {{"guests", totals.guests},
              {"throttled", totals.throttled},
              {"read_bytes_per_s", totals.read_per_s},
              {"write_bytes_per_s", totals.write_per_s},
              {"ios_per_s", totals.ios_per_s},
              {"fixed_per_s", totals.fixed_per_s},
              {"waiting", totals.waiting}}},
            {"pool", to_json(frame.ceilings)},
            {"rows", std::move(rows)}};
}

} // namespace dom0ctl
