// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/irq.h"

#include "lib/assignment.h"
#include "lib/irq_changes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

namespace dom0ctl {
namespace {

using Wanted = std::array<std::optional<Amount>, irq_pool_setting_count>;

Error unknown_setting(std::string_view name) {
    std::array<std::string_view, irq_pool_setting_count> names;
    std::transform(irq_pool_settings.begin(), irq_pool_settings.end(), names.begin(),
                   [](const IrqSetting& known) { return known.name; });
    return {ExitCode::usage, fmt::format("there is no setting '{}'", name),
            fmt::format("the settings are {}", fmt::join(names, ", "))};
}

// All settings are read before the first one is written.
Result<Wanted> parse(const std::vector<std::string>& settings) {
    if (settings.empty())
        return Error{ExitCode::usage, "no setting given",
                     "give at least one, such as reserve_max=2048"};
    Wanted wanted;
    for (const std::string& text : settings) {
        const Assignment read = read_assignment(text);
        const auto* const setting =
            std::find_if(irq_pool_settings.begin(), irq_pool_settings.end(),
                         [&](const IrqSetting& known) { return known.name == read.name; });
        if (setting == irq_pool_settings.end())
            return unknown_setting(read.name);
        std::optional<Amount>& place =
            wanted.at(static_cast<std::size_t>(setting - irq_pool_settings.begin()));
        if (place)
            return Error{ExitCode::usage, fmt::format("{} is given twice", read.name),
                         "give each setting once"};
        const Result<Amount> value = read_irq_value(read.value, *setting);
        if (!value) {
            Error error = value.error();
            error.what = fmt::format("{}: {}", read.name, error.what);
            return error;
        }
        place = *value;
    }
    return wanted;
}

} // namespace

Result<Output> irq_pool_set(World& world, const std::vector<std::string>& settings) {
    const Result<Wanted> wanted = parse(settings);
    if (!wanted)
        return wanted.error();
    if (const Result<void> ready = require_irqpool(world.sysfs); !ready)
        return ready.error();
    std::vector<IrqChange> changes;
    for (std::size_t i = 0; i < irq_pool_setting_count; ++i) {
        if (const std::optional<Amount>& value = wanted->at(i))
            changes.push_back({std::nullopt, &irq_pool_settings.at(i), *value, {}, {}});
    }
    const Result<std::vector<IrqChange>> made =
        make_changes(IrqPool(world.sysfs), std::move(changes), Vanished::is_an_error);
    if (!made)
        return made.error();
    return describe(*made);
}

} // namespace dom0ctl
