// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace dom0ctl {
namespace {

constexpr std::string_view class_path = "class/xen-blkthrottle";
constexpr std::string_view device_prefix = "dom";

std::string attribute(Domid domid, std::string_view name) {
    return fmt::format("{}/{}{}/{}", class_path, device_prefix, domid, name);
}

Error explain(Domid domid, std::string_view verb, const SysfsError& error) {
    switch (error.err) {
    case EACCES:
    case EPERM:
        return {ExitCode::no_permission, fmt::format("no permission to {} {}", verb, error.path),
                "run dom0ctl as root"};
    case ENOENT:
    case ENODEV:
        return {ExitCode::no_guest,
                fmt::format("{} is not there: domid {} has no disk under xen-blkthrottle",
                            error.path, domid),
                "'dom0ctl limit list' shows the domains that have one"};
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

std::uint64_t Stat::get(std::string_view name) const {
    for (const auto& [key, value] : values) {
        if (key == name)
            return value;
    }
    return 0;
}

std::uint64_t Stat::waiting() const {
    return get("read_waiting_ios") + get("write_waiting_ios");
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

bool Throttle::governs(Domid domid) const {
    return sysfs_.exists(fmt::format("{}/{}{}", class_path, device_prefix, domid));
}

Result<Rate> Throttle::limit(Domid domid, const Knob& knob) const {
    const std::string path = attribute(domid, knob.name);
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(domid, "read", text.error());
    const std::optional<Rate> rate = from_sysfs(*text);
    if (!rate)
        return strange(sysfs_.full_path(path), *text);
    return *rate;
}

Result<Limits> Throttle::limits(Domid domid) const {
    Limits result;
    for (std::size_t i = 0; i < knob_count; ++i) {
        const Result<Rate> rate = limit(domid, knobs.at(i));
        if (!rate)
            return rate.error();
        result.at(i) = *rate;
    }
    return result;
}

Result<void> Throttle::set_limit(Domid domid, const Knob& knob, Rate rate) const {
    const Result<void, SysfsError> written =
        sysfs_.write(attribute(domid, knob.name), to_sysfs(rate));
    if (written)
        return {};
    const SysfsError& error = written.error();
    if (error.err == EINVAL || error.err == ERANGE)
        return Error{ExitCode::failed,
                     fmt::format("xen-blkthrottle refuses {} = {}", knob.name, to_sysfs(rate)),
                     "choose a value nearer to what the disk can do, or max for no limit"};
    return explain(domid, "write", error);
}

Result<Stat> Throttle::stat(Domid domid) const {
    const std::string path = attribute(domid, "stat");
    const Result<std::string, SysfsError> text = sysfs_.read(path);
    if (!text)
        return explain(domid, "read", text.error());

    Stat stat;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const std::size_t space = line.find(' ');
        std::uint64_t value = 0;
        const std::string_view digits =
            space == std::string_view::npos ? "" : line.substr(space + 1);
        const char* const end = digits.data() + digits.size();
        const auto [stop, failure] = std::from_chars(digits.data(), end, value);
        if (failure != std::errc{} || stop != end)
            return strange(sysfs_.full_path(path), line);
        stat.values.emplace_back(line.substr(0, space), value);
    }
    return stat;
}

} // namespace dom0ctl
