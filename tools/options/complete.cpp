// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/complete.h"

#include "options/tree.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dom0ctl {
namespace {

// Where on the command line the word being typed is.
struct Place {
    const CLI::App* command = nullptr;
    const CLI::Option* value_of = nullptr; // the option whose value it is
    std::string option;                    // under which name it was given
    bool only_words = false;               // behind --
    Typed typed;
};

bool is_called(const CLI::Option& option, const std::string& name) {
    const auto has = [](const std::vector<std::string>& names, const std::string& one) {
        return std::find(names.begin(), names.end(), one) != names.end();
    };
    return name.starts_with("--") ? has(option.get_lnames(), name.substr(2))
                                  : has(option.get_snames(), name.substr(1));
}

// Options of the commands above go with those below, too.
std::vector<const CLI::Option*> options_here(const CLI::App& command) {
    std::vector<const CLI::Option*> options = options_of(command);
    for (const CLI::App* above = command.get_parent(); above != nullptr;
         above = above->get_parent()) {
        for (const CLI::Option* const option : options_of(*above)) {
            // Only the program as a whole has a version; --help each has its own.
            if (option != above->get_help_ptr() && option != above->get_version_ptr())
                options.push_back(option);
        }
    }
    return options;
}

const CLI::Option* find_option(const CLI::App& command, const std::string& name) {
    const std::vector<const CLI::Option*> options = options_here(command);
    const auto found = std::find_if(options.begin(), options.end(), [&](const CLI::Option* option) {
        return is_called(*option, name);
    });
    return found == options.end() ? nullptr : *found;
}

const CLI::App* find_command(const CLI::App& command, const std::string& name) {
    for (const CLI::App* const below : commands_of(command)) {
        if (below->get_name() == name)
            return below;
    }
    return nullptr;
}

void pass_option(Place& place, const std::string& word) {
    const std::size_t sign = word.find('=');
    const std::string name = word.substr(0, sign);
    std::string& value = place.typed.options[name];
    const CLI::Option* const option = find_option(*place.command, name);
    if (option == nullptr || !takes_value(*option))
        return;
    if (sign != std::string::npos)
        value = word.substr(sign + 1);
    else
        place.value_of = option;
    place.option = name;
}

void pass(Place& place, const std::string& word) {
    if (place.value_of != nullptr) {
        place.typed.options[place.option] = word;
        place.value_of = nullptr;
        return;
    }
    if (!place.only_words && word == "--") {
        place.only_words = true;
    } else if (!place.only_words && word.size() > 1 && word.front() == '-') {
        pass_option(place, word);
    } else if (const CLI::App* const below = find_command(*place.command, word);
               below != nullptr && place.typed.words.empty()) {
        place.command = below;
    } else {
        place.typed.words.push_back(word);
    }
}

void add(Offered& offered, Offered more, const std::string& prefix = "") {
    for (Candidate& candidate : more.candidates) {
        candidate.text.insert(0, prefix);
        offered.candidates.push_back(std::move(candidate));
    }
    offered.files = offered.files || more.files;
}

// What is offered for a value: what its option says, or what its name tells.
Offered offer_for(const CLI::Option& option, const Extras& extras, World& world,
                  const Typed& typed) {
    if (const auto own = extras.offers.find(&option); own != extras.offers.end())
        return own->second(world, typed);
    const std::string name = option.get_positional() ? name_of(option) : option.get_type_name();
    if (name == "GUEST")
        return offer_guests(world, typed);
    if (name == "DISK")
        return offer_disks(world, typed);
    if (name == "PATH" || name == "FILE")
        return offer_files(world, typed);
    return {};
}

Candidate candidate(const CLI::Option& option, const std::string& name) {
    return {name, option.get_description()};
}

bool is_given(const Place& place, const CLI::Option& option) {
    return std::any_of(place.typed.options.begin(), place.typed.options.end(),
                       [&](const auto& given) { return is_called(option, given.first); });
}

Offered offer_commands(const CLI::App& command) {
    Offered offered;
    for (const CLI::App* const below : commands_of(command))
        offered.candidates.push_back({below->get_name(), below->get_description()});
    return offered;
}

Offered offer_options(const Place& place) {
    Offered offered;
    for (const CLI::Option* const option : options_here(*place.command)) {
        for (const std::string& name : option->get_lnames()) {
            if (!is_given(place, *option))
                offered.candidates.push_back(candidate(*option, "--" + name));
        }
    }
    return offered;
}

// The positionals whose turn it is: behind a list with something in it, the list
// and what follows it.
Offered offer_positionals(const Place& place, const Extras& extras, World& world) {
    Offered offered;
    std::size_t left = place.typed.words.size();
    for (const CLI::Option* const positional : positionals_of(*place.command)) {
        const std::vector<const CLI::Option*> instead =
            in_place_of(*positional, *place.command, extras);
        if (std::any_of(instead.begin(), instead.end(),
                        [&](const CLI::Option* option) { return is_given(place, *option); }))
            continue;
        const bool many = takes_many(*positional);
        if (left > 0 && !many) {
            --left;
            continue;
        }
        add(offered, offer_for(*positional, extras, world, place.typed));
        if (left > 0) {
            left = 0;
            continue;
        }
        for (const CLI::Option* const option : instead)
            offered.candidates.push_back(candidate(*option, name_of(*option)));
        break;
    }
    return offered;
}

} // namespace

Offered complete(const CLI::App& app, const Extras& extras, World& world,
                 const std::vector<std::string>& words) {
    Place place;
    place.command = &app;
    if (!words.empty()) {
        std::for_each(words.begin(), std::prev(words.end()),
                      [&](const std::string& word) { pass(place, word); });
        place.typed.current = words.back();
    }

    Offered offered;
    const std::string current = place.typed.current;
    const std::size_t sign = current.find('=');
    if (place.value_of != nullptr) {
        add(offered, offer_for(*place.value_of, extras, world, place.typed));
    } else if (!place.only_words && current.starts_with("--") && sign != std::string::npos) {
        const std::string name = current.substr(0, sign);
        place.typed.current = current.substr(sign + 1);
        const CLI::Option* const option = find_option(*place.command, name);
        if (option != nullptr && takes_value(*option))
            add(offered, offer_for(*option, extras, world, place.typed), name + "=");
    } else if (!place.only_words && current.starts_with('-')) {
        add(offered, offer_options(place));
    } else {
        if (place.typed.words.empty())
            add(offered, offer_commands(*place.command));
        add(offered, offer_positionals(place, extras, world));
    }
    std::erase_if(offered.candidates,
                  [&](const Candidate& candidate) { return !candidate.text.starts_with(current); });
    return offered;
}

std::string to_lines(const Offered& offered) {
    std::string lines = offered.files ? "files\n" : "words\n";
    for (const Candidate& candidate : offered.candidates) {
        if (printable(candidate.text) == candidate.text)
            lines += fmt::format("{}\t{}\n", candidate.text, printable(candidate.about));
    }
    return lines;
}

} // namespace dom0ctl
