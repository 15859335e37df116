// SPDX-License-Identifier: GPL-2.0-or-later
#include "command_line.h"
#include "lib/print.h"
#include "lib/terminal.h"
#include "lib/xenstore_names.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace dom0ctl;

int fail(const Error& error, bool json) {
    if (json)
        std::fputs(dump(to_json(error)).c_str(), stdout);
    const std::string line = fmt::format("dom0ctl: {}\n", one_line(error));
    std::fputs((wants_colours(STDERR_FILENO) ? paint_error(line) : line).c_str(), stderr);
    return static_cast<int>(error.code);
}

// Another place, for tests.
std::string from_environment(const char* variable, const std::string& usual) {
    const char* const value = std::getenv(variable);
    return value != nullptr && *value != '\0' ? value : usual;
}

// What has failed beside what has been printed.
int conclude(const Output& output) {
    for (const Error& failure : output.failures)
        fail(failure, false);
    return static_cast<int>(output.failures.empty() ? output.code : output.failures.front().code);
}

} // namespace

int main(int argc, char** argv) {
    keep_standard_files();
    Invocation invocation;
    invocation.sysfs_root = from_environment("DOM0CTL_SYSFS_ROOT", "/sys");
    invocation.limits_folder = from_environment("DOM0CTL_LIMITS_FOLDER", invocation.limits_folder);
    invocation.lock = from_environment("DOM0CTL_LOCK", invocation.lock);
    if (const Result<void> parsed = parse_command_line(argc, argv, invocation); !parsed)
        return fail(parsed.error(), invocation.json);

    if (invocation.command) {
        const Sysfs sysfs(invocation.sysfs_root);
        XenstoreNames names;
        World world{sysfs, names, invocation.limits_folder, invocation.lock};
        const Result<Output> output = invocation.command(world);
        if (!output)
            return fail(output.error(), invocation.json);
        // A command that has printed what it had to say leaves nothing.
        std::string text;
        if (invocation.json)
            text = output->json.is_null() ? "" : dump(output->json);
        else
            text = wants_colours(STDOUT_FILENO) ? paint_todo(output->text) : output->text;
        if (const Result<void> printed = print(text); !printed)
            return fail(printed.error(), false);
        return conclude(*output);
    }
    if (const Result<void> printed = print(invocation.answer); !printed)
        return fail(printed.error(), false);
    return 0;
}
