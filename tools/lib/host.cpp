// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/host.h"

#include "lib/limits.h"
#include "lib/versions.h"

#include <fmt/format.h>

#include <algorithm>

namespace dom0ctl {
namespace {

constexpr std::string_view backends = "bus/xen-backend/devices";

Error not_dom0(std::string what) {
    return {ExitCode::not_ready, std::move(what),
            "run dom0ctl in the domain that serves the guests' disks"};
}

// Its version may say so; what it lacks does in any case.
std::string older(const Sysfs& sysfs) {
    const std::optional<Pairing> found = pairing(sysfs, "xen_blkthrottle");
    if (found && found->fit == Fit::older)
        return describe(*found);
    return "the loaded xen-blkthrottle is older than this dom0ctl";
}

} // namespace

Module find_module(const Sysfs& sysfs, std::string_view name) {
    Module module;
    const std::string folder = fmt::format("module/{}", name);
    if (!sysfs.exists(folder))
        return module;
    // Only what was loaded has a life cycle; built-in code has just parameters.
    module.state =
        sysfs.exists(folder + "/initstate") ? Module::State::loaded : Module::State::builtin;
    if (const auto version = sysfs.read(folder + "/version"))
        module.version = *version;
    return module;
}

Blkback running_blkback(const Sysfs& sysfs) {
    switch (find_module(sysfs, "xen_blkback").state) {
    case Module::State::absent:
        return Blkback::absent;
    case Module::State::builtin:
        return Blkback::builtin;
    case Module::State::loaded:
        break;
    }
    return sysfs.exists("module/xen_backend_hooks/holders/xen_blkback") ? Blkback::patched
                                                                        : Blkback::stock;
}

std::string_view to_string(Blkback blkback) {
    switch (blkback) {
    case Blkback::absent:
        return "absent";
    case Blkback::stock:
        return "stock";
    case Blkback::patched:
        return "patched";
    case Blkback::builtin:
        break;
    }
    return "builtin";
}

std::optional<std::string> xen_version(const Sysfs& sysfs) {
    const auto type = sysfs.read("hypervisor/type");
    if (!type || *type != "xen")
        return std::nullopt;
    const auto major = sysfs.read("hypervisor/version/major");
    const auto minor = sysfs.read("hypervisor/version/minor");
    const auto extra = sysfs.read("hypervisor/version/extra");
    if (!major || !minor)
        return "unknown version";
    return fmt::format("{}.{}{}", *major, *minor, extra ? *extra : "");
}

std::optional<bool> is_initial_domain(const Sysfs& sysfs) {
    const auto flag = sysfs.read("hypervisor/start_flags/initdomain");
    if (!flag)
        return std::nullopt;
    return *flag == "1";
}

std::size_t count_vbds(const Sysfs& sysfs) {
    const auto devices = sysfs.list(backends);
    if (!devices)
        return 0;
    return static_cast<std::size_t>(
        std::count_if(devices->begin(), devices->end(),
                      [](const std::string& name) { return name.starts_with("vbd-"); }));
}

std::size_t count_backends(const Sysfs& sysfs, std::string_view kind, unsigned int domid) {
    const auto devices = sysfs.list(backends);
    if (!devices)
        return 0;
    // <kind>-<domid>-<devid>
    const std::string middle = fmt::format("-{}-", domid);
    return static_cast<std::size_t>(
        std::count_if(devices->begin(), devices->end(), [&](std::string_view name) {
            const std::size_t dash = name.find('-');
            return dash != std::string_view::npos && name.substr(dash).starts_with(middle) &&
                   (kind.empty() || name.substr(0, dash) == kind);
        }));
}

KnobSet missing_knobs(const Sysfs& sysfs) {
    KnobSet missing;
    for (std::size_t i = 0; i < knob_count; ++i)
        missing.set(i, !sysfs.exists(fmt::format("module/xen_blkthrottle/parameters/default_{}",
                                                 knobs.at(i).name)));
    return missing;
}

std::optional<Error> outdated_throttle(const Sysfs& sysfs, const KnobSet& needed) {
    const KnobSet lacking = missing_knobs(sysfs) & needed;
    for (std::size_t i = 0; i < knob_count; ++i) {
        if (lacking.test(i))
            return Error{ExitCode::not_ready,
                         fmt::format("{}: it has no {}", older(sysfs), knobs.at(i).name),
                         replace_advice("xen-blkthrottle")};
    }
    return std::nullopt;
}

Result<void> require_throttle(const Sysfs& sysfs, const KnobSet& needed) {
    if (sysfs.exists("class/xen-blkthrottle")) {
        if (Result<void> fits = require_fit(sysfs, "xen_blkthrottle"); !fits)
            return fits;
        if (const std::optional<Error> outdated = outdated_throttle(sysfs, needed))
            return *outdated;
        return {};
    }
    if (!xen_version(sysfs))
        return not_dom0("this system does not run on Xen");
    if (is_initial_domain(sysfs) == false && running_blkback(sysfs) == Blkback::absent)
        return not_dom0("this is a Xen guest that serves no disks");
    return Error{ExitCode::not_ready, "the module xen-blkthrottle is not loaded",
                 "run 'modprobe xen-blkthrottle'"};
}

std::string blkback_advice(Blkback blkback) {
    switch (blkback) {
    case Blkback::absent:
        return "run 'modprobe xen-blkback'";
    case Blkback::stock:
        return "install the patched xen-blkback and, with no guest running, run "
               "'modprobe -r xen-blkback; modprobe xen-blkback'";
    case Blkback::builtin:
    case Blkback::patched:
        break;
    }
    return "";
}

} // namespace dom0ctl
