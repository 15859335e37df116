// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_irqpool.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace dom0ctl {

namespace fs = std::filesystem;

void FakeIrqPool::ready() const {
    host_.xen();
    host_.module("xen_irqpool", "0.1.0");
    for (const auto& [name, value] : {
             std::pair{"kernel", "patched"},
             {"channels_used", "2000"},
             {"channels_ceiling", "4095"},
             {"descriptors_used", "2300"},
             {"descriptors_ceiling", "12548"},
             {"reserve", "240"},
             {"reserve_low", "125"},
             {"reserve_high", "250"},
             {"reserve_min", "64"},
             {"reserve_max", "1024"},
             {"toolstack_share", "128"},
             {"default_quota", "512"},
             {"refused", "3"},
             {"reclaimed", "0"},
             {"growths", "17"},
             {"served", "12345"},
             {"missed", "2"},
             {"failed", "1"},
             {"first_ceiling", "channels"},
             {"guests_fit", "98"},
             {"kinds", "xenstore 100\nconsole 100\nvbd 1000\nvif 700\nvirq 60\nipi 40"},
         })
        set({}, name, value);
}

void FakeIrqPool::unmodified() const {
    set({}, "kernel", "unmodified");
    for (const char* const name :
         {"reserve", "reserve_low", "reserve_high", "growths", "served", "missed", "failed"})
        set({}, name, "0");
}

void FakeIrqPool::domain(Domid domid, unsigned int more) const {
    set(domid, "used", fmt::format("{}", 8 + more));
    set(domid, "quota", "default");
    set(domid, "refused", "0");
    set(domid, "kinds", fmt::format("xenstore 1\nconsole 1\nvbd 2\nvif 4\nuser {}", more));
}

void FakeIrqPool::vanish(Domid domid) const {
    fs::remove_all(full(domid, ""));
}

void FakeIrqPool::half_gone(Domid domid) const {
    fs::remove(full(domid, "kinds"));
}

std::string FakeIrqPool::path(const IrqScope& scope, std::string_view name) {
    return scope ? fmt::format("class/xen-irqpool/dom{}/{}", *scope, name)
                 : fmt::format("class/xen-irqpool/pool/{}", name);
}

std::string FakeIrqPool::full(const IrqScope& scope, std::string_view name) const {
    return host_.root() + "/" + path(scope, name);
}

std::string FakeIrqPool::get(const IrqScope& scope, std::string_view name) const {
    return host_.read(path(scope, name));
}

void FakeIrqPool::set(const IrqScope& scope, std::string_view name, std::string_view value) const {
    host_.file(path(scope, name), value);
}

void FakeIrqPool::protect(const IrqScope& scope, std::string_view name) const {
    const auto allow = [&](std::string_view some) {
        fs::permissions(full(scope, some), static_cast<fs::perms>(some == name ? 0444 : 0666));
    };
    if (scope)
        return allow(irq_quota.name);
    for (const IrqSetting& setting : irq_pool_settings)
        allow(setting.name);
}

} // namespace dom0ctl
