// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/status.h"

#include "lib/host.h"
#include "lib/versions.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>

namespace dom0ctl {
namespace {

struct Part {
    std::string_view module; // as /sys/module has it
    std::string_view title;
    bool optional; // not mentioned unless there
};

constexpr std::array<Part, 4> parts{{
    {"xen_backend_hooks", "xen-backend-hooks", false},
    {"xen_blkthrottle", "xen-blkthrottle", false},
    {"xen_csumfix", "xen-csumfix", true},
    {"xen_irqpool", "xen-irqpool", true},
}};

std::string_view to_string(Module::State state) {
    switch (state) {
    case Module::State::loaded:
        return "loaded";
    case Module::State::builtin:
        return "builtin";
    case Module::State::absent:
        break;
    }
    return "absent";
}

std::string describe(const Module& module) {
    if (module.state == Module::State::absent)
        return "not loaded";
    std::string text = module.state == Module::State::builtin ? "built in" : "loaded";
    if (module.version)
        text += ", version " + printable(*module.version);
    return text;
}

std::string describe(Blkback blkback, std::size_t governed) {
    switch (blkback) {
    case Blkback::absent:
        return "not loaded; it comes with the first disk";
    case Blkback::stock:
        return "loaded, not the patched one";
    case Blkback::patched:
        return "loaded, the patched one";
    case Blkback::builtin:
        break;
    }
    return governed > 0 ? "built in, the patched one" : "built in";
}

struct Count {
    std::size_t domains = 0;
    std::size_t limited = 0;
    std::uint64_t vbds = 0;
    std::uint64_t waiting = 0;
};

// Counts one domain. Errors: no_guest if it goes while we are looking.
Result<void> count_domain(const Throttle& throttle, Domid domid, bool outdated, Count& count) {
    const Result<Limits> limits = outdated ? Limits{} : throttle.limits(domid);
    if (!limits)
        return limits.error();
    const Result<Stat> stat = throttle.stat(domid);
    if (!stat)
        return stat.error();
    ++count.domains;
    count.vbds += stat->get("vbds");
    count.waiting += waiting(*stat);
    if (*limits != Limits{})
        ++count.limited;
    return {};
}

Result<Count> count_governed(const Sysfs& sysfs, bool outdated) {
    Count count;
    const Throttle throttle(sysfs);
    if (!sysfs.exists("class/xen-blkthrottle"))
        return count;
    const Result<std::vector<Domid>> domids = throttle.domains();
    if (!domids)
        return domids.error();
    for (const Domid domid : *domids) {
        const Result<void> counted = count_domain(throttle, domid, outdated, count);
        if (!counted && counted.error().code != ExitCode::no_guest)
            return counted.error();
    }
    return count;
}

struct LimitedDisk {
    Target target;
    Limits limits;
};

Result<std::vector<LimitedDisk>> limited_disks(World& world) {
    std::vector<LimitedDisk> limited;
    const Throttle throttle(world.sysfs);
    for (const auto& [domid, devids] : throttle.disks()) {
        for (const Devid devid : devids) {
            const Result<Limits> limits = throttle.limits({domid, devid});
            if (!limits && limits.error().code == ExitCode::no_guest)
                continue; // detached while we were looking
            if (!limits)
                return limits.error();
            if (*limits != Limits{})
                limited.push_back(
                    {{{domid, world.names.name_of(domid).value_or("")}, devid}, *limits});
        }
    }
    return limited;
}

Json to_json(const std::vector<LimitedDisk>& limited) {
    Json list = Json::array();
    for (const LimitedDisk& disk : limited)
        list.push_back(to_json(disk.target, disk.limits));
    return list;
}

// A line each, and more where the limits of a disk take more.
void add_disks(std::vector<std::vector<std::string>>& rows,
               const std::vector<LimitedDisk>& limited) {
    constexpr std::size_t room = 61; // beside the titles
    for (const LimitedDisk& disk : limited) {
        const std::string text = fmt::format("{}: {}", label(disk.target), settings(disk.limits));
        std::string title = "limited disk";
        for (std::string& line : wrap(text, room)) {
            rows.push_back({title, std::move(line)});
            title.clear();
        }
    }
}

std::vector<std::string> advice(const Sysfs& sysfs, bool on_xen, Blkback blkback) {
    if (!on_xen)
        return {"run dom0ctl in a Xen dom0: this system does not run on Xen"};
    std::vector<std::string> todo;
    if (std::string text = blkback_advice(blkback); !text.empty() && blkback != Blkback::absent)
        todo.push_back(std::move(text));
    if (find_module(sysfs, "xen_blkthrottle").state == Module::State::absent)
        todo.emplace_back("run 'modprobe xen-blkthrottle'");
    else if (const std::optional<Error> outdated = outdated_throttle(sysfs))
        todo.push_back(one_line(*outdated));
    for (const Part& part : parts) {
        const std::optional<Pairing> found = pairing(sysfs, part.module);
        if (found && found->fit != Fit::same)
            todo.push_back(describe(*found) + "; install both of one version");
    }
    return todo;
}

Json patched_json(Blkback blkback, std::size_t governed) {
    if (blkback == Blkback::builtin && governed == 0)
        return nullptr; // sysfs does not tell
    return blkback == Blkback::patched || blkback == Blkback::builtin;
}

} // namespace

Result<Output> status(World& world) {
    const Sysfs& sysfs = world.sysfs;
    if (!sysfs.exists("module"))
        return Error{ExitCode::failed, fmt::format("{} is not there", sysfs.full_path("module")),
                     "mount sysfs"};
    utsname kernel{};
    if (::uname(&kernel) != 0)
        return Error{ExitCode::failed, "uname() fails", ""};
    const char* const release = static_cast<const char*>(kernel.release);
    // What a module lacks that is too old cannot be told, and is said in todo.
    const bool outdated = outdated_throttle(sysfs).has_value();
    const Result<Count> counted = count_governed(sysfs, outdated);
    if (!counted)
        return counted.error();
    const Result<std::vector<LimitedDisk>> disks =
        outdated ? std::vector<LimitedDisk>{} : limited_disks(world);
    if (!disks)
        return disks.error();
    const Count& count = *counted;

    const std::optional<std::string> xen = xen_version(sysfs);
    const Blkback blkback = running_blkback(sysfs);
    const Module blkback_module = find_module(sysfs, "xen_blkback");
    const std::size_t vbds = count_vbds(sysfs);
    const std::vector<std::string> todo = advice(sysfs, xen.has_value(), blkback);

    std::vector<std::vector<std::string>> rows{
        {"xen", xen ? printable(*xen) : "not Xen"},
        {"kernel", release},
        {"dom0ctl", fmt::format("version {}", tool_version())}};
    Json modules = Json::object();
    for (const Part& part : parts) {
        const Module module = find_module(sysfs, part.module);
        if (module.state == Module::State::absent && part.optional)
            continue;
        rows.push_back({std::string(part.title), describe(module)});
        modules[std::string(part.title)] = {
            {"state", to_string(module.state)},
            {"version", module.version ? Json(*module.version) : Json(nullptr)},
            {"fit", module.version ? Json(to_string(fit(*module.version, tool_version())))
                                   : Json(nullptr)}};
    }
    modules["xen-blkback"] = {
        {"state", to_string(blkback_module.state)},
        {"version", blkback_module.version ? Json(*blkback_module.version) : Json(nullptr)},
        {"patched", patched_json(blkback, count.vbds)}};
    rows.push_back({"xen-blkback", describe(blkback, count.vbds)});
    rows.push_back({"vbds", fmt::format("{}, of which {} governed", vbds, count.vbds)});
    rows.push_back({"domains", outdated && count.domains > 0
                                   ? fmt::format("{} governed", count.domains)
                                   : fmt::format("{} governed, of which {} limited", count.domains,
                                                 count.limited)});
    add_disks(rows, *disks);
    rows.push_back({"waiting", fmt::format("{}", count.waiting)});
    for (const std::string& text : todo)
        rows.push_back({"to do", text});

    return Output{
        format_table(rows),
        {{"xen", xen ? Json(*xen) : Json(nullptr)},
         {"kernel", release},
         {"dom0ctl", tool_version()},
         {"modules", std::move(modules)},
         {"vbds", {{"total", vbds}, {"governed", count.vbds}}},
         {"domains",
          {{"governed", count.domains},
           {"limited", outdated && count.domains > 0 ? Json(nullptr) : Json(count.limited)}}},
         {"limited_disks", to_json(*disks)},
         {"waiting", count.waiting},
         {"todo", todo}}};
}

} // namespace dom0ctl
