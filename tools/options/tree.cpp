// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/tree.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

// More than these are not listed one by one.
constexpr std::size_t most_in_synopsis = 5;

bool is_help(const CLI::App& command, const CLI::Option* option) {
    return option == command.get_help_ptr();
}

std::string with_value(const CLI::Option& option) {
    const std::string name = name_of(option);
    return takes_value(option) ? fmt::format("{} {}", name, option.get_type_name()) : name;
}

std::string usage_of(const CLI::Option& positional, const CLI::App& command, const Extras& extras) {
    std::string text = name_of(positional);
    if (takes_many(positional))
        text += " ...";
    const std::vector<const CLI::Option*> instead = in_place_of(positional, command, extras);
    for (const CLI::Option* const option : instead)
        text += " | " + with_value(*option);
    const bool needed = positional.get_required() || extras.needed.contains(&positional);
    if (!needed)
        return fmt::format("[{}]", text);
    return instead.empty() ? text : fmt::format("{{{}}}", text);
}

} // namespace

std::vector<const CLI::App*> commands_of(const CLI::App& command) {
    return command.get_subcommands(
        [](const CLI::App* below) { return !below->get_group().empty(); });
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
    return command.get_options([](const CLI::Option* option) {
        return option->nonpositional() && !option->get_group().empty();
    });
}

std::vector<const CLI::Option*> positionals_of(const CLI::App& command) {
    return command.get_options([](const CLI::Option* option) {
        return option->get_positional() && !option->get_group().empty();
    });
}

std::string full_name(const CLI::App& command) {
    const CLI::App* const parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::string name_of(const CLI::Option& option) {
    if (option.get_positional())
        return option.get_name(true);
    return option.get_lnames().empty() ? "-" + option.get_snames().front()
                                       : "--" + option.get_lnames().front();
}

bool takes_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

bool takes_many(const CLI::Option& positional) {
    return positional.get_items_expected_max() > 1;
}

std::vector<const CLI::Option*> in_place_of(const CLI::Option& positional, const CLI::App& command,
                                            const Extras& extras) {
    std::vector<const CLI::Option*> instead;
    for (const CLI::Option* const option : options_of(command)) {
        const auto excluded = option->get_excludes();
        const auto marked = extras.instead.find(option);
        if (std::any_of(excluded.begin(), excluded.end(),
                        [&](const CLI::Option* other) { return other == &positional; }) ||
            (marked != extras.instead.end() && marked->second == &positional))
            instead.push_back(option);
    }
    return instead;
}

std::string synopsis(const CLI::App& command, const Extras& extras) {
    std::string text = full_name(command);
    std::vector<const CLI::Option*> named;
    for (const CLI::Option* const positional : positionals_of(command)) {
        text += " " + usage_of(*positional, command, extras);
        for (const CLI::Option* const option : in_place_of(*positional, command, extras))
            named.push_back(option);
    }
    std::vector<const CLI::Option*> rest;
    for (const CLI::Option* const option : options_of(command)) {
        if (!is_help(command, option) &&
            std::find(named.begin(), named.end(), option) == named.end())
            rest.push_back(option);
    }
    if (!commands_of(command).empty())
        text += " COMMAND";
    if (rest.size() > most_in_synopsis)
        return text + " [OPTION ...]";
    for (const CLI::Option* const option : rest)
        text += fmt::format(" [{}]", with_value(*option));
    return text;
}

} // namespace dom0ctl
