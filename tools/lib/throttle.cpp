// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace dom0ctl {
namespace {

constexpr std::string_view class_path = "class/xen-blkthrottle";
constexpr std::string_view device_prefix = "dom";
constexpr std::string_view backends_path = "bus/xen-backend/devices";
constexpr std::string_view vbd_prefix = "vbd-";

std::string folder(const Scope& scope) {
    if (scope.disk)
        return fmt::format("{}/{}{}-{}/throttle", backends_path, vbd_prefix, scope.domid,
                           *scope.disk);
    return fmt::format("{}/{}{}", class_path, device_prefix, scope.domid);
}

std::string attribute(const Scope& scope, std::string_view name) {
    return fmt::format("{}/{}", folder(scope), name);
}

Error gone(const Scope& scope, const std::string& path) {
    const std::string what =
        scope.disk ? fmt::format("domid {} has no disk {}", scope.domid, disk_name(*scope.disk))
                   : fmt::format("domid {} has no disk", scope.domid);
    return {ExitCode::no_guest,
            fmt::format("{} is not there: {} under xen-blkthrottle", path, what),
            "'dom0ctl limit list' shows the domains that have one"};
}

Error explain(const Scope& scope, std::string_view verb, const SysfsError& error) {
    switch (error.err) {
    case EACCES:
    case EPERM:
        return {ExitCode::no_permission, fmt::format("no permission to {} {}", verb, error.path),
                "run dom0ctl as root"};
    case ENOENT:
    case ENODEV:
        return gone(scope, error.path);
    default:
        return {ExitCode::failed,
                fmt::format("cannot {} {}: {}", verb, error.path, errno_text(error.err)),
                "'dom0ctl status' and dmesg may tell more"};
    }
}

Error strange(const std::string& path, std::string_view content) {
    return {ExitCode::failed, fmt::format("{} holds '{}', which is unknown", path, content),
            "use the dom0ctl that belongs to the loaded xen-blkthrottle"};
}

} // namespace

std::uint64_t waiting(const Stat& stat) {
    return stat.get("read_waiting_ios") + stat.get("write_waiting_ios");
}

Result<std::vector<Domid>> Throttle::domains() const {
    const Result<std::vector<std::string>, SysfsError> names = sysfs_.list(class_path);
    std::vector<Domid> result;
    if (!names) {
        const SysfsError& error = names.error();
        return Error{ExitCode::failed,
                     fmt::format("cannot list {}: {}", error.path, errno_text(error.err)),
                     "'dom0ctl status' tells what is missing"};
    }
    for (const std::string& name : *names) {
        std::string_view digits = name;
        if (!digits.starts_with(device_prefix))
            continue;
        digits.remove_prefix(device_prefix.size());
        if (const std::optional<Domid> domid = parse_domid(digits))
            result.push_back(*domid);
    }
    std::sort(result.begin(), result.end());
    return result;
}

Disks Throttle::disks() const {
    Disks disks;
    const Result<std::vector<std::string>, SysfsError> names = sysfs_.list(backends_path);
    if (!names)
        return disks; // without the bus there is no vbd
    for (const std::string& name : *names) {
        // vbd-<domid>-<devid>
        std::string_view rest = name;
        if (!rest.starts_with(vbd_prefix))
            continue;
        rest.remove_prefix(vbd_prefix.size());
        const std::size_t dash = rest.find('-');
        if (dash == std::string_view::npos)
            continue;
        const std::optional<Domid> domid = parse_domid(rest.substr(0, dash));
        const std::optional<Devid> devid = parse_devid(rest.substr(dash + 1));
        if (domid && devid && governs({*domid, devid}))
            disks[*domid].push_back(*devid);
    }
    for (auto& [domid, devids] : disks)
        std::sort(devids.begin(), devids.end());
    return disks;
}

bool Throttle::governs(const Scope& scope) const {
    return sysfs_.exists(folder(scope));
}

Result<Value> Throttle::limit(const Scope& scope, const Knob& knob) const {
    const std::string path = attribute(scope, knob.name);
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(scope, "read", text.error());
    const std::optional<Value> value = from_sysfs(*text, knob.kind);
    if (!value)
        return strange(sysfs_.full_path(path), *text);
    return *value;
}

Result<Limits> Throttle::limits(const Scope& scope) const {
    Limits result;
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Result<Value> value = limit(scope, knobs.at(i));
        if (!value)
            return value.error();
        result.at(i) = *value;
    }
    return result;
}

Result<void> Throttle::set_limit(const Scope& scope, const Knob& knob, Value value) const {
    const std::string text = to_sysfs(value, knob.kind);
    const Result<void, SysfsError> written = sysfs_.write(attribute(scope, knob.name), text);
    if (written)
        return {};
    const SysfsError& error = written.error();
    if (error.err == EINVAL || error.err == ERANGE)
        return Error{ExitCode::failed,
                     fmt::format("xen-blkthrottle refuses to have {} in {}: {}", text, error.path,
                                 errno_text(error.err)),
                     fmt::format("choose a value nearer to what the disk can do, or {} for {}",
                                 knob.kind.unset, knob.kind.means)};
    return explain(scope, "write", error);
}

Result<Stat> Throttle::stat(const Scope& scope) const {
    const std::string path = attribute(scope, "stat");
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(scope, "read", text.error());

    const Result<Stat, std::string> stat = parse_stat(*text);
    if (!stat)
        return strange(sysfs_.full_path(path), stat.error());
    return *stat;
}

} // namespace dom0ctl
