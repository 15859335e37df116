// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include "lib/attribute.h"
#include "lib/domains.h"
#include "lib/throttle_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

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

std::uint64_t now_ns() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

Error explain(const Scope& scope, std::string_view verb, const SysfsError& error) {
    return is_missing(error) ? gone(scope, error.path) : cannot(verb, error);
}

std::string parameter(const Knob& knob) {
    return fmt::format("module/xen_blkthrottle/parameters/default_{}", knob.name);
}

Error explain_parameter(std::string_view verb, const SysfsError& error) {
    if (!is_missing(error))
        return cannot(verb, error);
    return {ExitCode::not_ready,
            fmt::format("{} is not there: xen-blkthrottle is not loaded, or too old", error.path),
            "'dom0ctl status' tells which"};
}

Error refusal(std::string_view text, const Knob& knob, const SysfsError& error) {
    return {ExitCode::failed,
            fmt::format("xen-blkthrottle refuses to have {} in {}: {}", text, error.path,
                        errno_text(error.err)),
            fmt::format("choose a value nearer to what the disk can do, or {} for {}",
                        knob.kind.unset, knob.kind.means)};
}

bool is_refusal(const SysfsError& error) {
    return error.err == EINVAL || error.err == ERANGE;
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
    if (is_refusal(error))
        return refusal(text, knob, error);
    return explain(scope, "write", error);
}

Result<Stat> Throttle::stat(const Scope& scope) const {
    const std::string path = attribute(scope, "stat");
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(scope, "read", text.error());
    return to_stat(sysfs_.full_path(path), *text, module_name);
}

Result<Value> Throttle::default_limit(const Knob& knob) const {
    const std::string path = parameter(knob);
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain_parameter("read", text.error());
    const std::optional<Value> value = from_sysfs(*text, knob.kind);
    if (!value)
        return strange(sysfs_.full_path(path), *text, module_name);
    return *value;
}

Result<void> Throttle::set_default_limit(const Knob& knob, Value value) const {
    const std::string text = to_sysfs(value, knob.kind);
    const Result<void, SysfsError> written = sysfs_.write(parameter(knob), text);
    if (written)
        return {};
    return is_refusal(written.error()) ? refusal(text, knob, written.error())
                                       : explain_parameter("write", written.error());
}

Result<ThrottleState> read_state(const Sysfs& sysfs, const Scope& scope, bool latencies) {
    const Throttle throttle(sysfs);
    ThrottleState state{scope};
    const Result<Limits> limits = throttle.limits(scope);
    if (!limits)
        return limits.error();
    state.limits = *limits;
    state.time_ns = now_ns();
    const Result<Stat> stat = throttle.stat(scope);
    if (!stat)
        return stat.error();
    take_stat(state, *stat);
    if (!latencies)
        return state;
    const std::string path = attribute(scope, "latency_hist");
    const Result<std::string, SysfsError> text = sysfs.read(path);
    if (!text)
        return explain(scope, "read", text.error());
    const Result<void, std::string> taken = take_latencies(state, *text);
    if (!taken)
        return strange(sysfs.full_path(path), taken.error(), module_name);
    return state;
}

} // namespace dom0ctl
