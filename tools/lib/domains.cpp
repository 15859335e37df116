// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/domains.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

constexpr std::string_view device_prefix = "dom";

} // namespace

std::string domain_device(std::string_view class_path, Domid domid) {
    return fmt::format("{}/{}{}", class_path, device_prefix, domid);
}

Result<std::vector<Domid>> list_domains(const Sysfs& sysfs, std::string_view class_path) {
    const Result<std::vector<std::string>, SysfsError> names = sysfs.list(class_path);
    if (!names) {
        const SysfsError& error = names.error();
        return Error{ExitCode::failed,
                     fmt::format("cannot list {}: {}", error.path, errno_text(error.err)),
                     "'dom0ctl status' tells what is missing"};
    }
    std::vector<Domid> domids;
    for (const std::string& name : *names) {
        std::string_view digits = name;
        if (!digits.starts_with(device_prefix))
            continue;
        digits.remove_prefix(device_prefix.size());
        if (const std::optional<Domid> domid = parse_domid(digits))
            domids.push_back(*domid);
    }
    std::sort(domids.begin(), domids.end());
    return domids;
}

} // namespace dom0ctl
