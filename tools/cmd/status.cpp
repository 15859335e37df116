// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/status.h"

#include "lib/host.h"

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
        return "not loaded";
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

Result<Count> count_governed(const Sysfs& sysfs) {
    Count count;
    const Throttle throttle(sysfs);
    if (!sysfs.exists("class/xen-blkthrottle"))
        return count;
    const Result<std::vector<Domid>> domids = throttle.domains();
    if (!domids)
        return domids.error();
    for (const Domid domid : *domids) {
        const Result<Limits> limits = throttle.limits(domid);
        const Result<Stat> stat = limits ? throttle.stat(domid) : Result<Stat>(limits.error());
        if (!stat && stat.error().code == ExitCode::no_guest)
            continue; // shut down while we were looking
        if (!stat)
            return stat.error();
        ++count.domains;
        count.vbds += stat->get("vbds");
        count.waiting += stat->waiting();
        if (!std::all_of(limits->begin(), limits->end(),
                         [](const Rate& rate) { return rate.is_max(); }))
            ++count.limited;
    }
    return count;
}

std::vector<std::string> advice(const Sysfs& sysfs, bool on_xen, Blkback blkback) {
    if (!on_xen)
        return {"run dom0ctl in a Xen dom0: this system does not run on Xen"};
    std::vector<std::string> todo;
    if (std::string text = blkback_advice(blkback); !text.empty())
        todo.push_back(std::move(text));
    if (find_module(sysfs, "xen_blkthrottle").state == Module::State::absent)
        todo.emplace_back("run 'modprobe xen-blkthrottle'");
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
    const Result<Count> counted = count_governed(sysfs);
    if (!counted)
        return counted.error();
    const Count& count = *counted;

    const std::optional<std::string> xen = xen_version(sysfs);
    const Blkback blkback = running_blkback(sysfs);
    const Module blkback_module = find_module(sysfs, "xen_blkback");
    const std::size_t vbds = count_vbds(sysfs);
    const std::vector<std::string> todo = advice(sysfs, xen.has_value(), blkback);

    std::vector<std::vector<std::string>> rows{{"xen", xen ? printable(*xen) : "not Xen"},
                                               {"kernel", release}};
    Json modules = Json::object();
    for (const Part& part : parts) {
        const Module module = find_module(sysfs, part.module);
        if (module.state == Module::State::absent && part.optional)
            continue;
        rows.push_back({std::string(part.title), describe(module)});
        modules[std::string(part.title)] = {
            {"state", to_string(module.state)},
            {"version", module.version ? Json(*module.version) : Json(nullptr)}};
    }
    modules["xen-blkback"] = {
        {"state", to_string(blkback_module.state)},
        {"version", blkback_module.version ? Json(*blkback_module.version) : Json(nullptr)},
        {"patched", patched_json(blkback, count.vbds)}};
    rows.push_back({"xen-blkback", describe(blkback, count.vbds)});
    rows.push_back({"vbds", fmt::format("{}, of which {} governed", vbds, count.vbds)});
    rows.push_back(
        {"domains", fmt::format("{} governed, of which {} limited", count.domains, count.limited)});
    rows.push_back({"waiting", fmt::format("{}", count.waiting)});
    for (const std::string& text : todo)
        rows.push_back({"to do", text});

    return Output{format_table(rows),
                  {{"xen", xen ? Json(*xen) : Json(nullptr)},
                   {"kernel", release},
                   {"modules", std::move(modules)},
                   {"vbds", {{"total", vbds}, {"governed", count.vbds}}},
                   {"domains", {{"governed", count.domains}, {"limited", count.limited}}},
                   {"waiting", count.waiting},
                   {"todo", todo}}};
}

} // namespace dom0ctl
