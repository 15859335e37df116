// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include "lib/attribute.h"
#include "lib/domains.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace dom0ctl {
namespace {

constexpr std::string_view class_path = "class/xen-blkthrottle";
constexpr std::string_view module_name = "xen-blkthrottle";
constexpr std::string_view backends_path = "bus/xen-backend/devices";
constexpr std::string_view vbd_prefix = "vbd-";

std::string folder(const Scope& scope) {
    if (scope.disk)
        return fmt::format("{}/{}{}-{}/throttle", backends_path, vbd_prefix, scope.domid,
                           *scope.disk);
    return domain_device(class_path, scope.domid);
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
    return is_missing(error) ? gone(scope, error.path) : cannot(verb, error);
}

} // namespace

std::uint64_t waiting(const Stat& stat) {
    return stat.get("read_waiting_ios") + stat.get("write_waiting_ios");
}

Result<std::vector<Domid>> Throttle::domains() const {
    return list_domains(sysfs_, class_path);
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
        return strange(sysfs_.full_path(path), *text, module_name);
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
    return to_stat(sysfs_.full_path(path), *text, module_name);
}

} // namespace dom0ctl
