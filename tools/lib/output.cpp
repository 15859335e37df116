// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/output.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

// How many columns a UTF-8 text takes, wide characters left aside.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

Json name_or_null(const Guest& guest) {
    return guest.name.empty() ? Json(nullptr) : Json(guest.name);
}

} // namespace

std::string format_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size())
                text.append(widths[i] - width(row[i]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

Json to_json(Rate rate) {
    return rate.is_max() ? Json("max") : Json(*rate.per_second);
}

Json to_json(const Guest& guest, const Limits& limits) {
    Json json = {{"domid", guest.domid}, {"name", name_or_null(guest)}};
    for (std::size_t i = 0; i < knob_count; ++i)
        json[std::string(knobs.at(i).name)] = to_json(limits.at(i));
    return json;
}

Output describe(const std::vector<Change>& changes) {
    Output output;
    Json list = Json::array();
    for (const Change& change : changes) {
        const Knob& knob = knobs.at(change.knob);
        output.text +=
            fmt::format("{}: {} {}, was {}\n", label(change.guest), knob.name,
                        format_rate(change.now, knob.unit), format_rate(change.was, knob.unit));
        list.push_back({{"domid", change.guest.domid},
                        {"name", name_or_null(change.guest)},
                        {"limit", knob.name},
                        {"now", to_json(change.now)},
                        {"was", to_json(change.was)}});
    }
    output.json["changes"] = std::move(list);
    return output;
}

Json to_json(const Error& error) {
    return {
        {"error", error.what}, {"hint", error.hint}, {"exit_code", static_cast<int>(error.code)}};
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dom0ctl
