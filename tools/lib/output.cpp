// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/output.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

// How many columns a UTF-8 text takes, wide characters left aside.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

constexpr std::size_t gap = 2; // between columns
constexpr std::size_t screen = 80;

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columns(row[i]));
    }
    return widths;
}

} // namespace

std::string format_table(const std::vector<std::vector<std::string>>& rows) {
    const std::vector<std::size_t> widths = widths_of(rows);
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size())
                text.append(widths[i] - columns(row[i]) + gap, ' ');
        }
        text += '\n';
    }
    return text;
}

std::string format_wrapped_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths = widths_of(rows);
    std::size_t left = 0;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i)
        left += widths[i] + gap;
    std::vector<std::vector<std::string>> wrapped;
    for (const auto& row : rows) {
        if (row.size() < widths.size()) {
            wrapped.push_back(row);
            continue;
        }
        std::vector<std::string> next = row;
        for (std::string& line : wrap(row.back(), left < screen ? screen - left : 1)) {
            next.back() = std::move(line);
            wrapped.push_back(next);
            next.assign(row.size(), "");
        }
    }
    return format_table(wrapped);
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines{""};
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        std::string& line = lines.back();
        if (line.empty())
            line = word;
        else if (columns(line) + 1 + columns(word) <= width)
            line.append(" ").append(word);
        else
            lines.emplace_back(word);
    }
    return lines;
}

Json to_json(Value value, const Kind& kind) {
    if (!value.is_unset())
        return *value.number;
    return kind.unset == "0" ? Json(0) : Json(kind.unset);
}

Json to_json(const Target& target) {
    const std::string& name = target.guest.name;
    Json json = {{"domid", target.guest.domid},
                 {"name", name.empty() ? Json(nullptr) : Json(name)}};
    if (target.disk) {
        json["disk"] = disk_name(*target.disk);
        json["devid"] = *target.disk;
    }
    return json;
}

Json to_json(const Target& target, const Limits& limits) {
    Json json = to_json(target);
    for (std::size_t i = 0; i < knob_count; ++i)
        json[std::string(knobs.at(i).name)] = to_json(limits.at(i), knobs.at(i).kind);
    return json;
}

Output describe(const std::vector<Change>& changes) {
    Output output;
    Json list = Json::array();
    for (const Change& change : changes) {
        const Knob& knob = knobs.at(change.knob);
        output.text +=
            fmt::format("{}: {} {}, was {}\n", label(change.target), knob.name,
                        format_value(change.now, knob.kind), format_value(change.was, knob.kind));
        Json json = to_json(change.target);
        json["limit"] = knob.name;
        json["now"] = to_json(change.now, knob.kind);
        json["was"] = to_json(change.was, knob.kind);
        list.push_back(std::move(json));
    }
    output.json["changes"] = std::move(list);
    return output;
}

Json to_json(const Error& error) {
    return {
        {"error", error.what}, {"hint", error.hint}, {"exit_code", static_cast<int>(error.code)}};
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

} // namespace dom0ctl
