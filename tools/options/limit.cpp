// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/limit.h"
#include "lib/assignment.h"
#include "lib/policy.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>

namespace dom0ctl {
namespace {

constexpr const char* disk_help = "this disk only: its name (xvda) or its number (51712)";

// What the options are stored in while CLI11 is at it.
struct Values {
    bool all = false;
    std::string guest;
    std::string disk;
    std::vector<std::string> settings;
    std::array<std::string, knob_count> limits;
    std::array<const CLI::Option*, knob_count> given{};
    std::vector<std::string> paths;
};

using Store = std::shared_ptr<Values>;

CLI::Option* add_disk(CLI::App& command, const Store& values) {
    return command.add_option("--disk", values->disk, disk_help)->type_name("DISK");
}

// What GUEST and --disk name, once they are read.
Named named(const Values& values, const CLI::Option* disk) {
    return {values.guest, disk->count() > 0 ? std::optional(values.disk) : std::nullopt};
}

void add_set(CLI::App& limit, Invocation& invocation, const Store& values) {
    CLI::App* const set =
        limit.add_subcommand("set", "Set limits of a guest or of a disk, all or none");
    set->add_option("GUEST", values->guest, guest_help)->required()->type_name("");
    set->add_option("SETTING", values->settings,
                    "KNOB=VALUE, such as write_bps=20M; options do the same")
        ->type_name("");
    const CLI::Option* const disk = add_disk(*set, values);
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Knob& knob = knobs.at(i);
        values->given.at(i) = set->add_option(option_name(knob), values->limits.at(i),
                                              fmt::format("{}, such as {}, or {}", knob.summary,
                                                          knob.kind.example, knob.kind.unset))
                                  ->type_name("V");
    }
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
        invocation.command = [settings, name = named(*values, disk)](World& world) {
            return limit_set(world, name, settings);
        };
    });
}

void add_get(CLI::App& limit, Invocation& invocation, const Store& values) {
    CLI::App* const get =
        limit.add_subcommand("get", "Show the limits of a guest and of its disks");
    get->add_option("GUEST", values->guest, guest_help)->required()->type_name("");
    const CLI::Option* const disk = add_disk(*get, values);
    get->callback([&invocation, values, disk] {
        invocation.command = [name = named(*values, disk)](World& world) {
            return limit_get(world, name);
        };
    });
}

void add_list(CLI::App& limit, Invocation& invocation) {
    limit.add_subcommand("list", "Show the limits of all guests and of their disks")
        ->callback(
            [&invocation] { invocation.command = [](World& world) { return limit_list(world); }; });
}

void add_clear(CLI::App& limit, Invocation& invocation, const Store& values) {
    CLI::App* const clear =
        limit.add_subcommand("clear", "Remove all limits of a guest and of its disks");
    CLI::Option* const guest = clear->add_option("GUEST", values->guest, guest_help)->type_name("");
    const CLI::Option* const disk = add_disk(*clear, values)->needs(guest);
    clear->add_flag("--all", values->all, "of every guest")->excludes(guest);
    clear->callback([&invocation, values, guest, disk] {
        if (guest->count() == 0 && !values->all)
            throw CLI::RequiredError("GUEST or --all");
        const std::optional<Named> name =
            values->all ? std::nullopt : std::optional(named(*values, disk));
        invocation.command = [name](World& world) { return limit_clear(world, name); };
    });
}

void add_apply(CLI::App& limit, Invocation& invocation, const Store& values) {
    CLI::App* const apply =
        limit.add_subcommand("apply", "Bring running guests to the limits in limits files");
    apply->add_option(
        "PATH", values->paths,
        fmt::format("limits files, or folders of *.toml; default {}", default_policy_dir));
    apply->callback([&invocation, values] {
        invocation.command = [values](World& world) { return limit_apply(world, values->paths); };
    });
}

} // namespace

void add_limit(CLI::App& app, Invocation& invocation) {
    CLI::App* const limit = app.add_subcommand("limit", "Limit the disk I/O of guests");
    limit->require_subcommand(1);
    const Store values = std::make_shared<Values>();
    add_set(*limit, invocation, values);
    add_get(*limit, invocation, values);
    add_list(*limit, invocation);
    add_clear(*limit, invocation, values);
    add_apply(*limit, invocation, values);
}

} // namespace dom0ctl
