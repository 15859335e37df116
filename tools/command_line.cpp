// SPDX-License-Identifier: GPL-2.0-or-later
#include "command_line.h"

#include "cmd/status.h"
#include "options/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <span>
#include <string_view>

namespace dom0ctl {
namespace {

constexpr std::string_view program = "dom0ctl";

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

    app.add_subcommand("status", "Show what of dom0-pack is at work and what is missing")
        ->callback([&invocation] { invocation.command = status; });
    add_limit(app, invocation);
    add_csum(app, invocation);
    add_irq(app, invocation);

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
