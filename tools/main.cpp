// SPDX-License-Identifier: GPL-2.0-or-later
#include "command_line.h"
#include "lib/xenstore_names.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

namespace {

using namespace dom0ctl;

// A full disk or a closed pipe has to show in the exit code.
Result<void> print(const std::string& text) {
    if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0)
        return {};
    return Error{ExitCode::failed, "cannot write the output: " + errno_text(errno),
                 "check where the output goes"};
}

int fail(const Error& error, bool json) {
    if (json)
        std::fputs(dump(to_json(error)).c_str(), stdout);
    std::fputs(fmt::format("dom0ctl: {}\n", one_line(error)).c_str(), stderr);
    return static_cast<int>(error.code);
}

} // namespace

int main(int argc, char** argv) {
    Invocation invocation;
    invocation.sysfs_root = "/sys";
    if (const Result<void> parsed = parse_command_line(argc, argv, invocation); !parsed)
        return fail(parsed.error(), invocation.json);

    std::string text = invocation.answer;
    if (invocation.command) {
        const Sysfs sysfs(invocation.sysfs_root);
        XenstoreNames names;
        World world{sysfs, names};
        const Result<Output> output = invocation.command(world);
        if (!output)
            return fail(output.error(), invocation.json);
        text = invocation.json ? dump(output->json) : output->text;
    }
    if (const Result<void> printed = print(text); !printed)
        return fail(printed.error(), false);
    return 0;
}
