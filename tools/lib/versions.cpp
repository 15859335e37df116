// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/versions.h"

#include "lib/host.h"
#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {

std::optional<Version> parse_version(std::string_view text) {
    Version numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::string_view part = text.substr(0, text.find('.'));
        const std::optional<unsigned int> number = parse_number<unsigned int>(part);
        const bool last = i + 1 == numbers.size();
        if (!number || (part.size() == text.size()) != last)
            return std::nullopt;
        numbers.at(i) = *number;
        text.remove_prefix(last ? part.size() : part.size() + 1);
    }
    return numbers;
}

std::string_view tool_version() {
    return DOM0CTL_VERSION;
}

Fit fit(std::string_view module, std::string_view tool) {
    const std::optional<Version> of_module = parse_version(module);
    const std::optional<Version> of_tool = parse_version(tool);
    if (!of_module || !of_tool)
        return Fit::unknown;
    if (of_module->front() != of_tool->front())
        return Fit::none;
    if (*of_module == *of_tool)
        return Fit::same;
    return *of_module < *of_tool ? Fit::older : Fit::newer;
}

std::string_view to_string(Fit fit) {
    switch (fit) {
    case Fit::same:
        return "same";
    case Fit::older:
        return "older";
    case Fit::newer:
        return "newer";
    case Fit::none:
        return "none";
    case Fit::unknown:
        break;
    }
    return "unknown";
}

std::optional<Pairing> pairing(const Sysfs& sysfs, std::string_view module) {
    const std::optional<std::string> version = find_module(sysfs, module).version;
    if (!version)
        return std::nullopt;
    std::string name(module);
    std::replace(name.begin(), name.end(), '_', '-');
    return Pairing{std::move(name), printable(*version), fit(*version, tool_version())};
}

std::string describe(const Pairing& pairing) {
    const std::string module = fmt::format("{} {}", pairing.module, pairing.version);
    switch (pairing.fit) {
    case Fit::same:
        break;
    case Fit::older:
        return fmt::format("{} is older than dom0ctl {}", module, tool_version());
    case Fit::newer:
        return fmt::format("{} is newer than dom0ctl {}", module, tool_version());
    case Fit::none:
        return fmt::format("{} and dom0ctl {} are of different major versions", module,
                           tool_version());
    case Fit::unknown:
        return fmt::format("{} has a version that dom0ctl {} does not know", module,
                           tool_version());
    }
    return "";
}

std::string replace_advice(std::string_view module) {
    return fmt::format("install the module and dom0ctl of one version, and run 'modprobe -r {0}; "
                       "modprobe {0}', which takes all its settings away",
                       module);
}

Result<void> require_fit(const Sysfs& sysfs, std::string_view module) {
    const std::optional<Pairing> found = pairing(sysfs, module);
    if (!found || (found->fit != Fit::none && found->fit != Fit::unknown))
        return {};
    return Error{ExitCode::not_ready, describe(*found), replace_advice(found->module)};
}

} // namespace dom0ctl
