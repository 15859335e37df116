// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/limit.h"
#include "lib/assignment.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>

namespace dom0ctl {
namespace {

using Words = std::vector<std::string>;

constexpr const char* disk_help = "this disk only: its name (xvda) or its number (51712)";

// What the options are stored in while CLI11 is at it.
struct Values {
    bool all = false;
    std::string guest;
    std::vector<std::string> guests;
    std::string disk;
    std::vector<std::string> settings;
    std::array<std::string, knob_count> limits;
    std::array<const CLI::Option*, knob_count> given{};
    bool persist = false;
};

using Store = std::shared_ptr<Values>;

CLI::Option* add_disk(CLI::App& command, const Store& values) {
    return command.add_option("--disk", values->disk, disk_help)->type_name("DISK");
}

CLI::Option* add_persist(CLI::App& command, const Store& values) {
    return command.add_flag("--persist", values->persist, persist_help);
}

Persist persist(const Values& values) {
    return values.persist ? Persist::yes : Persist::no;
}

// What GUEST and --disk name, once they are read.
Named named(const Values& values, const CLI::Option* disk) {
    return {values.guest, disk->count() > 0 ? std::optional(values.disk) : std::nullopt};
}

// The word for none is the one that nobody has to look up a number for.
Offer offer_knobs() {
    std::vector<std::pair<std::string, Words>> settings;
    settings.reserve(knob_count);
    for (const Knob& knob : knobs)
        settings.emplace_back(knob.name, Words{std::string(knob.kind.unset)});
    return offer_settings(std::move(settings));
}

void add_set(CLI::App& limit, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const set =
        limit.add_subcommand("set", "Set limits of guests or of a disk, all or none");
    extras.offers[set->add_option("GUEST", values->guest, guests_help)->required()->type_name("")] =
        offer_limited_guests;
    extras.offers[set->add_option("SETTING", values->settings,
                                  "KNOB=VALUE, such as write_bps=20M; options do the same")
                      ->type_name("")] = offer_knobs();
    const CLI::Option* const disk = add_disk(*set, values);
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Knob& knob = knobs.at(i);
        values->given.at(i) = set->add_option(option_name(knob), values->limits.at(i),
                                              fmt::format("{}, such as {}, or {}", knob.summary,
                                                          knob.kind.example, knob.kind.unset))
                                  ->type_name("VALUE");
        extras.offers[values->given.at(i)] = offer_words({std::string(knob.kind.unset)});
    }
    add_persist(*set, values);
    set->callback([&invocation, values, disk] {
        std::vector<Setting> settings;
        for (const std::string& text : values->settings) {
            const Assignment read = read_assignment(text);
            settings.push_back({read.name, read.name, read.value});
        }
        for (std::size_t i = 0; i < knob_count; ++i) {
            const Knob& knob = knobs.at(i);
            if (values->given.at(i)->count() > 0)
                settings.push_back(
                    {option_name(knob), std::string(knob.name), values->limits.at(i)});
        }
        invocation.command = [settings, name = named(*values, disk),
                              lasting = persist(*values)](World& world) {
            return limit_set(world, name, settings, lasting);
        };
    });
}

void add_get(CLI::App& limit, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const get =
        limit.add_subcommand("get", "Show the limits of a guest and of its disks");
    extras.offers[get->add_option("GUEST", values->guest, guest_help)->required()->type_name("")] =
        offer_limited_guests;
    const CLI::Option* const disk = add_disk(*get, values);
    get->callback([&invocation, values, disk] {
        invocation.command = [name = named(*values, disk)](World& world) {
            return limit_get(world, name);
        };
    });
}

void add_list(CLI::App& limit, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const list =
        limit.add_subcommand("list", "Show the limits of guests and of their disks");
    extras.offers[list->add_option("GUEST", values->guests,
                                   fmt::format("{}; default: all", guests_help))
                      ->type_name("")] = offer_limited_guests;
    list->callback([&invocation, values] {
        invocation.command = [values](World& world) { return limit_list(world, values->guests); };
    });
}

void add_clear(CLI::App& limit, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const clear =
        limit.add_subcommand("clear", "Remove all limits of guests and of their disks");
    CLI::Option* const guest =
        clear->add_option("GUEST", values->guest, guests_help)->type_name("");
    extras.offers[guest] = offer_limited_guests;
    extras.needed.insert(guest);
    const CLI::Option* const disk = add_disk(*clear, values)->needs(guest);
    CLI::Option* const all =
        clear->add_flag("--all", values->all, "of every guest")->excludes(guest);
    add_persist(*clear, values)->excludes(all);
    clear->callback([&invocation, values, guest, disk] {
        if (guest->count() == 0 && !values->all)
            throw CLI::RequiredError("GUEST or --all");
        const std::optional<Named> name =
            values->all ? std::nullopt : std::optional(named(*values, disk));
        invocation.command = [name, lasting = persist(*values)](World& world) {
            return limit_clear(world, name, lasting);
        };
    });
}

} // namespace

void add_limit(CLI::App& app, Invocation& invocation, Extras& extras) {
    CLI::App* const limit = app.add_subcommand("limit", "Limit the disk I/O of guests");
    limit->require_subcommand(1);
    const Store values = std::make_shared<Values>();
    add_set(*limit, invocation, values, extras);
    add_get(*limit, invocation, values, extras);
    add_list(*limit, invocation, values, extras);
    add_clear(*limit, invocation, values, extras);
}

} // namespace dom0ctl
