// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/attribute.h"

#include <fmt/format.h>

#include <cerrno>

namespace dom0ctl {

bool is_missing(const SysfsError& error) {
    return error.err == ENOENT || error.err == ENODEV;
}

Error cannot(std::string_view verb, const SysfsError& error) {
    if (error.err == EACCES || error.err == EPERM)
        return {ExitCode::no_permission, fmt::format("no permission to {} {}", verb, error.path),
                "run dom0ctl as root"};
    return {ExitCode::failed,
            fmt::format("cannot {} {}: {}", verb, error.path, errno_text(error.err)),
            "'dom0ctl status' and dmesg may tell more"};
}

std::string belonging(std::string_view module) {
    return fmt::format("use the dom0ctl that belongs to the loaded {}", module);
}

Error strange(std::string_view full_path, std::string_view content, std::string_view module) {
    return {ExitCode::failed, fmt::format("{} holds '{}', which is unknown", full_path, content),
            belonging(module)};
}

Result<Stat> to_stat(std::string_view full_path, std::string_view content,
                     std::string_view module) {
    const Result<Stat, std::string> stat = parse_stat(content);
    if (!stat)
        return strange(full_path, stat.error(), module);
    return *stat;
}

} // namespace dom0ctl
