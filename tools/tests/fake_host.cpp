// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_host.h"

#include "lib/versions.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace dom0ctl {

namespace fs = std::filesystem;

FakeHost::FakeHost() {
    std::string pattern = (fs::temp_directory_path() / "dom0ctl-test-XXXXXX").native();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("mkdtemp fails");
    top_ = pattern;
    // Tests look at it as nobody, too, also at what is put there later.
    ::umask(022);
    fs::permissions(top_, static_cast<fs::perms>(0755));
    folder("module");
    folder("bus");
    // The tool's lock is in there, whoever runs it.
    fs::create_directory(top_ / "run");
    fs::permissions(top_ / "run", fs::perms::all);
}

FakeHost::~FakeHost() {
    std::error_code ignored;
    fs::remove_all(top_, ignored);
}

std::string FakeHost::scratch(std::string_view name) const {
    return (top_ / name).native();
}

void FakeHost::folder(std::string_view path) const {
    fs::create_directories(top_ / "sys" / path);
}

void FakeHost::file(std::string_view path, std::string_view content) const {
    const fs::path full = top_ / "sys" / path;
    fs::create_directories(full.parent_path());
    std::ofstream stream(full);
    stream << content << '\n';
    stream.close();
    if (!stream)
        throw std::runtime_error("cannot write " + full.native());
}

std::string FakeHost::read(std::string_view path) const {
    const std::ifstream stream(top_ / "sys" / path);
    if (!stream)
        throw std::runtime_error(fmt::format("cannot read {}", path));
    std::ostringstream content;
    content << stream.rdbuf();
    std::string text = content.str();
    if (text.ends_with('\n'))
        text.pop_back();
    return text;
}

void FakeHost::xen() const {
    file("hypervisor/type", "xen");
    file("hypervisor/version/major", "4");
    file("hypervisor/version/minor", "17");
    file("hypervisor/version/extra", ".5");
    folder("bus/xen-backend/devices");
}

void FakeHost::module(std::string_view name, std::string_view version) const {
    file(fmt::format("module/{}/initstate", name), "live");
    folder(fmt::format("module/{}/holders", name));
    if (!version.empty())
        file(fmt::format("module/{}/version", name), version);
}

void FakeHost::ready() const {
    xen();
    module("xen_backend_hooks", tool_version());
    module("xen_blkthrottle", tool_version());
    module("xen_blkback");
    folder("module/xen_backend_hooks/holders/xen_blkback");
    folder("module/xen_backend_hooks/holders/xen_blkthrottle");
    folder("class/xen-blkthrottle");
    for (const Knob& knob : knobs)
        file(fmt::format("module/xen_blkthrottle/parameters/default_{}", knob.name),
             knob.kind.unset);
}

void FakeHost::vbd(Domid domid, int device) const {
    folder(fmt::format("bus/xen-backend/devices/vbd-{}-{}", domid, device));
}

void FakeHost::governed(Domid domid) const {
    for (const Knob& knob : knobs)
        set_knob(domid, knob.name, knob.kind.unset);
    file(knob_path(domid, "stat"), "vbds 1\nrings 2\nread_ios 10\nread_waiting_ios 0\n"
                                   "write_ios 20\nwrite_waiting_ios 0\nother_ios 3");
    governed_disk(domid, 51712);
}

void FakeHost::governed_disk(Domid domid, Devid devid) const {
    const Scope disk{domid, devid};
    for (const Knob& knob : knobs)
        set_knob(disk, knob.name, knob.kind.unset);
    file(knob_path(disk, "stat"), "read_ios 7\nread_waiting_ios 0\nwrite_waiting_ios 0");
}

std::string FakeHost::knob_path(const Scope& scope, std::string_view name) {
    if (scope.disk)
        return fmt::format("bus/xen-backend/devices/vbd-{}-{}/throttle/{}", scope.domid,
                           *scope.disk, name);
    return fmt::format("class/xen-blkthrottle/dom{}/{}", scope.domid, name);
}

std::string FakeHost::knob(const Scope& scope, std::string_view name) const {
    return read(knob_path(scope, name));
}

void FakeHost::set_knob(const Scope& scope, std::string_view name, std::string_view value) const {
    file(knob_path(scope, name), value);
}

std::string FakeHost::limits(const Scope& scope) const {
    std::string text;
    for (const Knob& some : knobs) {
        const std::string value = knob(scope, some.name);
        if (value != some.kind.unset)
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", some.name, value);
    }
    return text;
}

void FakeHost::protect(const Scope& scope, std::string_view name) const {
    constexpr fs::perms readable =
        fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
    constexpr fs::perms writable =
        fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    for (const Knob& some : knobs)
        fs::permissions(top_ / "sys" / knob_path(scope, some.name),
                        some.name == name ? readable : readable | writable);
}

std::string FakeHost::refuse(std::string_view path) const {
    const fs::path full = top_ / "sys" / path;
    fs::remove(full);
    // A service may have it negative, which no setting of ours can be.
    std::ofstream("/proc/self/oom_score_adj") << 0;
    fs::create_symlink("/proc/self/oom_score_adj", full);
    return full.native();
}

Unprivileged::Unprivileged() : uid_(::geteuid()) {
    if (uid_ == 0 && ::seteuid(nobody) != 0)
        throw std::runtime_error("seteuid fails");
}

Unprivileged::~Unprivileged() {
    if (uid_ == 0 && ::seteuid(0) != 0)
        std::abort();
}

} // namespace dom0ctl
