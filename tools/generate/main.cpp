// SPDX-License-Identifier: GPL-2.0-or-later
//
// Writes the man pages: dom0ctl-man FROM TO DATE. FROM has the prose, a file for
// each command; TO gets dom0ctl.8 and a page for each command. All that is in
// --help comes from the same tree of commands, so that it cannot be forgotten.
#include "generate/page.h"
#include "options/tree.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace dom0ctl;

Result<void> write_page(const CLI::App& command, const Extras& extras, const std::string& from,
                        const std::string& to, const std::string& date) {
    const Result<Prose> common = Prose::read(from + "/common.roff");
    if (!common)
        return common.error();
    const Result<Prose> prose = Prose::read(fmt::format("{}/{}.roff", from, command.get_name()));
    if (!prose)
        return prose.error();
    const Result<std::string> page = man_page(command, extras, *prose, *common, date);
    if (!page)
        return page.error();
    const std::string path = fmt::format("{}/{}.8", to, page_name(command));
    std::ofstream file(path);
    file << *page;
    file.close();
    if (!file)
        return Error{ExitCode::failed, fmt::format("cannot write {}", path), "look at the folder"};
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv, argv + argc);
    if (words.size() != 4) {
        std::fputs("usage: dom0ctl-man FROM TO DATE\n", stderr);
        return 2;
    }
    Invocation invocation;
    Extras extras;
    CLI::App app;
    add_commands(app, invocation, extras);

    std::vector<const CLI::App*> commands = commands_of(app);
    commands.insert(commands.begin(), &app);
    int status = 0;
    for (const CLI::App* const command : commands) {
        const Result<void> written =
            write_page(*command, extras, words.at(1), words.at(2), words.at(3));
        if (!written) {
            std::fputs(fmt::format("dom0ctl-man: {}\n", one_line(written.error())).c_str(), stderr);
            status = 1;
        }
    }
    return status;
}
