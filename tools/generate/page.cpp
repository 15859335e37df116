// SPDX-License-Identifier: GPL-2.0-or-later
#include "generate/page.h"

#include "generate/roff.h"
#include "options/tree.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace dom0ctl {
namespace {

// A page is the program's, or that of one of the commands right below it.
bool is_program(const CLI::App& command) {
    return command.get_parent() == nullptr;
}

// "limit set": the name without the program's.
std::string heading_of(const CLI::App& command) {
    if (is_program(command))
        return "";
    const CLI::App& parent = *command.get_parent();
    return is_program(parent) ? command.get_name() : heading_of(parent) + " " + command.get_name();
}

// What can be called: those without commands below them.
void add_leaves(const CLI::App& command, std::vector<const CLI::App*>& leaves) {
    const std::vector<const CLI::App*> below = commands_of(command);
    if (below.empty())
        leaves.push_back(&command);
    for (const CLI::App* const one : below)
        add_leaves(*one, leaves);
}

std::vector<const CLI::App*> leaves_of(const CLI::App& command) {
    std::vector<const CLI::App*> leaves;
    add_leaves(command, leaves);
    return leaves;
}

std::string uppercase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string lowercase_first(std::string text) {
    if (!text.empty())
        text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    return text;
}

std::string names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames())
        names.push_back(fmt::format(R"(\fB\-{}\fR)", roff(name)));
    for (const std::string& name : option.get_lnames())
        names.push_back(fmt::format(R"(\fB\-\-{}\fR)", roff(name)));
    const std::string value = takes_value(option) ? " \\fI" + option.get_type_name() + "\\fR" : "";
    return fmt::format("{}{}", fmt::join(names, ", "), value);
}

class Page {
  public:
    Page(const CLI::App& command, const Extras& extras, Prose prose, Prose common)
        : command_(command), extras_(extras), prose_(std::move(prose)), common_(std::move(common)) {
    }

    Result<std::string> write(std::string_view date) {
        const std::string name = page_name(command_);
        text_ =
            fmt::format(".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n"
                        ".\\\" Made from the tree of commands and tools/man/.\n"
                        ".TH {} 8 {} dom0\\-pack \"System Administration\"\n"
                        ".SH NAME\n{} \\- {}\n",
                        roff(uppercase(name)), date, roff(name), roff(lowercase_first(summary())));
        synopsis_section();
        section("DESCRIPTION");
        if (is_program(command_))
            list_commands();
        else if (!commands_of(command_).empty())
            describe_commands();
        options_section();
        for (const std::string& heading : prose_.sections()) {
            if (heading != "SEE ALSO")
                section(heading);
        }
        for (const std::string& heading : common_.sections())
            text_ += fmt::format(".SH {}\n{}", heading, *common_.take(heading));
        see_also();
        for (const std::string& heading : prose_.leftover())
            problem(fmt::format("[{}] is about nothing that is there", heading));
        if (!problems_.empty())
            return Error{ExitCode::usage,
                         fmt::format("the text for {}: {}", name, fmt::join(problems_, "; ")),
                         "mend the file in tools/man/"};
        return text_;
    }

  private:
    void problem(std::string what) { problems_.push_back(std::move(what)); }

    std::string summary() {
        std::string text = command_.get_description();
        while (text.ends_with('.') || text.ends_with('\n'))
            text.pop_back();
        return text;
    }

    void section(const std::string& heading) {
        const std::optional<std::string> text = prose_.take(heading);
        if (!text)
            problem(fmt::format("[{}] is missing", heading));
        text_ += fmt::format(".SH {}\n{}", heading, text.value_or(""));
    }

    void synopsis_section() {
        text_ += ".SH SYNOPSIS\n.nf\n";
        for (const CLI::App* const leaf : leaves_of(command_))
            text_ += roff_synopsis(synopsis(*leaf, extras_), full_name(*leaf)) + "\n";
        text_ += ".fi\n";
    }

    void list_commands() {
        text_ += ".SH COMMANDS\n";
        for (const CLI::App* const below : commands_of(command_))
            text_ +=
                fmt::format(".TP\n\\fB{}\\fR\n{}; see \\fB{}\\fR(8)\n", roff(full_name(*below)),
                            roff(below->get_description()), roff(page_name(*below)));
    }

    void describe_commands() {
        text_ += ".SH COMMANDS\n";
        for (const CLI::App* const leaf : leaves_of(command_)) {
            const std::string heading = heading_of(*leaf);
            const std::optional<std::string> text = prose_.take(heading);
            if (!text)
                problem(fmt::format("[{}] is missing", heading));
            text_ += fmt::format(".SS {}\n{}\n.PP\n{}", roff(heading),
                                 roff_synopsis(synopsis(*leaf, extras_), full_name(*leaf)),
                                 text.value_or(""));
            describe_arguments(*leaf);
        }
    }

    void options_section() {
        text_ += ".SH OPTIONS\n";
        if (commands_of(command_).empty() || is_program(command_))
            describe_arguments(command_);
        if (is_program(command_))
            return;
        text_ += ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nShow help; it goes with each of the "
                 "commands.\n"
                 ".TP\n\\fB\\-\\-json\\fR\nPrint JSON instead of text; see \\fBdom0ctl\\fR(8).\n";
    }

    // Words first, then options; help has its place under OPTIONS.
    void describe_arguments(const CLI::App& command) {
        for (const CLI::Option* const positional : positionals_of(command))
            argument(command, fmt::format("\\fI{}\\fR", name_of(*positional)), *positional);
        for (const CLI::Option* const option : options_of(command)) {
            if (option == command.get_help_ptr() && !is_program(command))
                continue;
            argument(command, names_of(*option), *option);
        }
    }

    void argument(const CLI::App& command, const std::string& title, const CLI::Option& option) {
        const std::string name = name_of(option);
        const std::string heading = heading_of(command);
        const std::optional<std::string> more =
            prose_.take(heading.empty() ? name : heading + " " + name);
        text_ += fmt::format(".TP\n{}\n{}{}\n{}", title, roff(option.get_description()),
                             more ? "." : "", more.value_or(""));
    }

    void see_also() {
        const CLI::App* program = &command_;
        while (program->get_parent() != nullptr)
            program = program->get_parent();
        std::vector<std::string> pages;
        if (!is_program(command_))
            pages.push_back(page_name(*program));
        for (const CLI::App* const other : commands_of(*program)) {
            if (other != &command_)
                pages.push_back(page_name(*other));
        }
        text_ += ".SH SEE ALSO\n";
        for (const std::string& page : pages)
            text_ += fmt::format(".BR {} (8),\n", roff(page));
        text_ += prose_.take("SEE ALSO").value_or(".BR xl (1)\n");
    }

    const CLI::App& command_;
    const Extras& extras_;
    Prose prose_;
    Prose common_;
    std::string text_;
    std::vector<std::string> problems_;
};

} // namespace

std::string page_name(const CLI::App& command) {
    std::string name = full_name(command);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

Result<std::string> man_page(const CLI::App& command, const Extras& extras, Prose prose,
                             Prose common, std::string_view date) {
    return Page(command, extras, std::move(prose), std::move(common)).write(date);
}

} // namespace dom0ctl
