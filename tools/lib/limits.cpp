// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {

std::optional<std::size_t> find_knob(std::string_view name) {
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (knobs.at(i).name == name)
            return i;
    }
    return std::nullopt;
}

std::string option_name(const Knob& knob) {
    std::string option = "--" + std::string(knob.name);
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
}

std::string settings(const Limits& limits) {
    std::string text;
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Knob& knob = knobs.at(i);
        const Value value = limits.at(i);
        if (value.is_unset())
            continue;
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", knob.name,
                            format_value(value, knob.kind));
    }
    return text;
}

} // namespace dom0ctl
