// SPDX-License-Identifier: GPL-2.0-or-later
#include "command_line.h"

#include "cmd/status.h"
#include "lib/versions.h"
#include "options/complete.h"
#include "options/help.h"
#include "options/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace dom0ctl {
namespace {

constexpr std::string_view program = "dom0ctl";

std::string version_text() {
    return fmt::format("{} {}", program, tool_version());
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

// A number of values that the option does not take.
std::string explain(const CLI::ArgumentMismatch& error) {
    const std::string_view what = error.what();
    const std::string_view name = what.substr(0, what.find_first_of(": "));
    if (what.find("At Most") != std::string_view::npos)
        return fmt::format("{} is given more than once", name);
    if (what.find("missing") != std::string_view::npos)
        return fmt::format("{} has no value", name);
    if (what.find("flag override") != std::string_view::npos)
        return fmt::format("{}{} takes no value", name.starts_with('-') ? "" : "--", name);
    return std::string(what);
}

// "--disk=": CLI11 would take the next word for the value.
std::optional<std::string> option_without_value(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (word == "--")
            break;
        if (word.starts_with("--") && word.find('=') == word.size() - 1)
            return word.substr(0, word.size() - 1);
    }
    return std::nullopt;
}

// Else --json=no would be the same as --json.
void refuse_values_of_flags(CLI::App& command) {
    for (CLI::Option* const option : command.get_options({})) {
        if (option->get_items_expected_max() == 0)
            option->disable_flag_override();
    }
    for (CLI::App* const below : command.get_subcommands([](CLI::App*) { return true; }))
        refuse_values_of_flags(*below);
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
    if (const auto* const mismatch = dynamic_cast<const CLI::ArgumentMismatch*>(&error))
        return explain(*mismatch);
    return error.what();
}

// What the scripts of the shells call; not for people.
constexpr std::string_view completion = "__complete";

std::function<Result<Output>(World&)> completion_of(std::vector<std::string> words) {
    return [words = std::move(words)](World& world) -> Result<Output> {
        Invocation unused;
        Extras extras;
        CLI::App app;
        add_commands(app, unused, extras);
        return Output{to_lines(complete(app, extras, world, words)), {}};
    };
}

} // namespace

void add_commands(CLI::App& app, Invocation& invocation, Extras& extras) {
    app.name(std::string(program));
    app.description(
        "Keeps the guests of a Xen host within their share, and their checksums right.");
    app.formatter(std::make_shared<HelpFormatter>(extras));
    app.footer("--json prints JSON instead of text; an error is printed so too.");
    app.add_flag("--json", invocation.json, "Print JSON instead of text");
    app.set_version_flag("--version", version_text(), "Print the version");
    app.require_subcommand(1);
    app.fallthrough();

    app.add_subcommand("status", "Show what of dom0-pack is at work and what is missing")
        ->callback([&invocation] { invocation.command = status; });
    add_limit(app, invocation, extras);
    add_csum(app, invocation, extras);
    add_irq(app, invocation, extras);
    add_apply(app, invocation, extras);
    add_config(app, invocation);
    add_stats(app, invocation);
    add_top(app, invocation, extras);
    refuse_values_of_flags(app);
}

Result<void> parse_command_line(int argc, const char* const* argv, Invocation& invocation) {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    invocation.json = std::find(words.begin(), words.end(), "--json") != words.end();
    if (!words.empty() && words.front() == completion) {
        invocation.json = false;
        invocation.command = completion_of({words.begin() + 1, words.end()});
        return {};
    }
    if (const std::optional<std::string> option = option_without_value(words))
        return Error{ExitCode::usage, fmt::format("{} has no value", *option),
                     fmt::format("'{} --help' shows what there is", program)};
    CLI::App app;
    Extras extras;
    add_commands(app, invocation, extras);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        invocation.answer = app.help();
    } catch (const CLI::CallForVersion&) {
        invocation.answer = version_text() + "\n";
    } catch (const CLI::ParseError& error) {
        return Error{ExitCode::usage, explain(app, error),
                     fmt::format("'{} --help' shows what there is", named_command(app))};
    }
    return {};
}

} // namespace dom0ctl
