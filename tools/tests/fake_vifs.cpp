// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_vifs.h"

#include <fmt/format.h>

#include <filesystem>

namespace dom0ctl {

namespace fs = std::filesystem;

void FakeVifs::ready() const {
    host_.xen();
    host_.module("xen_csumfix", "0.1.0");
    set(std::nullopt, "mode", "off");
    set(std::nullopt, "gso", "pass");
    set(std::nullopt, "bad", "count");
}

void FakeVifs::covered(const std::string& name) const {
    set(name, "mode", "off netback");
    set(name, "gso", "pass");
    set(name, "bad", "count");
    set(name, "stat", "rx_packets 0\nrx_completed 0\ntx_packets 0\ntx_completed 0");
}

void FakeVifs::vif(Domid domid, std::uint32_t handle, const std::string& name) const {
    bare(domid, handle, name);
    covered(name);
}

void FakeVifs::bare(Domid domid, std::uint32_t handle, const std::string& name) const {
    host_.folder(fmt::format("bus/xen-backend/devices/vif-{}-{}/net/{}", domid, handle, name));
    host_.folder(fmt::format("class/net/{}", name));
}

void FakeVifs::frontend(std::uint32_t handle, const std::string& name) const {
    host_.folder(fmt::format("bus/xen/devices/vif-{}/net/{}", handle, name));
    covered(name);
    set(name, "mode", "off netfront");
}

void FakeVifs::vanish(std::string_view device, const std::string& name) const {
    fs::remove_all(fmt::format("{}/class/net/{}", host_.root(), name));
    fs::remove_all(fmt::format("{}/bus/xen-backend/devices/{}/net/{}", host_.root(), device, name));
}

std::string FakeVifs::path(const CsumScope& scope, std::string_view name) {
    return scope ? fmt::format("class/net/{}/csumfix/{}", *scope, name)
                 : fmt::format("module/xen_csumfix/parameters/default_{}", name);
}

void FakeVifs::set(const CsumScope& scope, std::string_view name, std::string_view value) const {
    host_.file(path(scope, name), value);
}

std::string FakeVifs::settings(const CsumScope& scope) const {
    return fmt::format("{} {} {}", host_.read(path(scope, "mode")), host_.read(path(scope, "gso")),
                       host_.read(path(scope, "bad")));
}

void FakeVifs::protect(const CsumScope& scope, std::string_view name) const {
    for (const CsumKey& key : csum_keys)
        fs::permissions(host_.root() + "/" + path(scope, key.name),
                        static_cast<fs::perms>(key.name == name ? 0444 : 0666));
}

} // namespace dom0ctl
