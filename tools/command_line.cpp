// SPDX-License-Identifier: GPL-2.0-or-later
#include "command_line.h"

#include "cmd/csum.h"
#include "cmd/limit.h"
#include "cmd/status.h"
#include "lib/csum_keys.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace dom0ctl {
namespace {

constexpr std::string_view program = "dom0ctl";
constexpr const char* guest_help = "domid, or name of the guest; name:5 for a guest called 5";
constexpr const char* who_help =
    "interface, guest (its name or domid), or all; name:X is a guest, vif:X an interface";
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
    std::string who;
    bool defaults = false;
};

using Store = std::shared_ptr<Values>;

CLI::Option* add_disk(CLI::App& command, const Store& values) {
    return command.add_option("--disk", values->disk, disk_help)->type_name("DISK");
}

// What GUEST and --disk name, once they are read.
Named named(const Values& values, const CLI::Option* disk) {
    return {values.guest, disk->count() > 0 ? std::optional(values.disk) : std::nullopt};
}

// KNOB=VALUE; without the sign, the value is empty and refused as such.
Setting read_setting(const std::string& text) {
    const std::string knob = text.substr(0, text.find('='));
    return {knob, knob, knob.size() < text.size() ? text.substr(knob.size() + 1) : ""};
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
        for (const std::string& text : values->settings)
            settings.push_back(read_setting(text));
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

// WHO, or --default in its place.
std::optional<std::string> whom(const Values& values) {
    if (!values.defaults && values.who.empty())
        throw CLI::RequiredError("WHO or --default");
    return values.defaults ? std::nullopt : std::optional(values.who);
}

CLI::Option* add_who(CLI::App& command, const Store& values) {
    command.add_flag("--default", values->defaults,
                     "what interfaces get that appear from now on, instead of WHO");
    return command.add_option("WHO", values->who, who_help)->type_name("");
}

void add_csum_set(CLI::App& csum, Invocation& invocation, const Store& values) {
    CLI::App* const set =
        csum.add_subcommand("set", "Say what is done about checksums, all of it or nothing");
    add_who(*set, values);
    std::string help;
    for (const CsumKey& key : csum_keys)
        help +=
            fmt::format("{}{}={}", help.empty() ? "" : ", ", key.name, fmt::join(key.words, "|"));
    set->add_option("SETTING", values->settings, help)->type_name("");
    set->callback([&invocation, values] {
        std::vector<std::string> settings = values->settings;
        // CLI11 takes the first word for WHO, though it may be a setting.
        const bool setting_first = values->who.find('=') != std::string::npos;
        if (values->defaults && !values->who.empty())
            settings.insert(settings.begin(), values->who);
        else if (setting_first && settings.empty())
            values->who.clear();
        invocation.command = [settings, who = whom(*values)](World& world) {
            return csum_set(world, who, settings);
        };
    });
}

void add_csum_get(CLI::App& csum, Invocation& invocation, const Store& values) {
    CLI::App* const get = csum.add_subcommand("get", "Show settings and counters of interfaces");
    CLI::Option* const who = add_who(*get, values);
    get->get_option("--default")->excludes(who);
    get->callback([&invocation, values] {
        invocation.command = [who = whom(*values)](World& world) { return csum_get(world, who); };
    });
}

void add_csum_list(CLI::App& csum, Invocation& invocation) {
    csum.add_subcommand("list", "Show all Xen network interfaces and their settings")
        ->callback([&invocation] { invocation.command = csum_list; });
}

// "dom0ctl limit set" for the innermost command that was named.
std::string named_command(const CLI::App& app) {
    std::string name = app.get_name();
    for (const CLI::App* current = &app; !current->get_subcommands().empty();) {
        current = current->get_subcommands().front();
        name += " " + current->get_name();
    }
    return name;
}

// Says in one clause what CLI11 says in its own way.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App* innermost = &app;
    while (!innermost->get_subcommands().empty())
        innermost = innermost->get_subcommands().front();
    const bool wants_command = innermost->get_require_subcommand_min() > 0;

    for (const std::string& argument : app.remaining(true)) {
        if (argument.starts_with('-') && argument != "-" && argument != "--")
            return fmt::format("unknown option '{}'", argument);
    }
    const std::vector<std::string> left = app.remaining(true);
    if (wants_command && left.empty())
        return "no command given";
    if (wants_command)
        return fmt::format("unknown command '{}'", left.front());
    if (!left.empty())
        return fmt::format("unexpected argument '{}'", left.front());
    return error.what();
}

} // namespace

Result<void> parse_command_line(int argc, const char* const* argv, Invocation& invocation) {
    for (const char* const argument : std::span(argv, static_cast<std::size_t>(argc)))
        invocation.json = invocation.json || std::string_view(argument) == "--json";

    CLI::App app("Keeps the guests of a Xen host within their share, and their checksums right.",
                 std::string(program));
    app.footer(
        "--json, with any command, prints JSON instead of text; an error is printed so too.");
    bool json = false;
    app.add_flag("--json", json, "Print JSON instead of text");
    app.add_option("--sysfs-root", invocation.sysfs_root)
        ->envname("DOM0CTL_SYSFS_ROOT")
        ->default_str("/sys")
        ->group(""); // for tests: not in the help
    const std::string version = "dom0ctl " DOM0CTL_VERSION;
    app.set_version_flag("--version", version, "Print the version");
    app.require_subcommand(1);
    app.fallthrough();

    const Store values = std::make_shared<Values>();
    app.add_subcommand("status", "Show what of dom0-pack is at work and what is missing")
        ->callback([&invocation] { invocation.command = status; });
    CLI::App* const limit = app.add_subcommand("limit", "Limit the disk I/O of guests");
    limit->require_subcommand(1);
    add_set(*limit, invocation, values);
    add_get(*limit, invocation, values);
    add_list(*limit, invocation);
    add_clear(*limit, invocation, values);
    add_apply(*limit, invocation, values);
    CLI::App* const csum =
        app.add_subcommand("csum", "Correct checksums at Xen network interfaces");
    csum->require_subcommand(1);
    add_csum_set(*csum, invocation, values);
    add_csum_get(*csum, invocation, values);
    add_csum_list(*csum, invocation);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        invocation.answer = app.help();
    } catch (const CLI::CallForVersion&) {
        invocation.answer = version + "\n";
    } catch (const CLI::ParseError& error) {
        return Error{ExitCode::usage, explain(app, error),
                     fmt::format("'{} --help' shows what there is", named_command(app))};
    }
    return {};
}

} // namespace dom0ctl
