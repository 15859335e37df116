// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/host.h"

#include "lib/versions.h"
#include "tests/fake_host.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace dom0ctl {
namespace {

TEST(Module, AbsentLoadedBuiltin) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    EXPECT_EQ(find_module(sysfs, "xen_blkback").state, Module::State::absent);

    host.folder("module/xen_blkback/parameters");
    EXPECT_EQ(find_module(sysfs, "xen_blkback").state, Module::State::builtin);

    host.module("xen_blkthrottle", "0.1.0");
    const Module module = find_module(sysfs, "xen_blkthrottle");
    EXPECT_EQ(module.state, Module::State::loaded);
    EXPECT_EQ(module.version, "0.1.0");
}

TEST(Blkback, IsToldByWhoHoldsTheHooks) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    EXPECT_EQ(running_blkback(sysfs), Blkback::absent);
    host.module("xen_blkback");
    EXPECT_EQ(running_blkback(sysfs), Blkback::stock);
    host.module("xen_backend_hooks");
    EXPECT_EQ(running_blkback(sysfs), Blkback::stock);
    host.folder("module/xen_backend_hooks/holders/xen_blkthrottle");
    EXPECT_EQ(running_blkback(sysfs), Blkback::stock);
    host.folder("module/xen_backend_hooks/holders/xen_blkback");
    EXPECT_EQ(running_blkback(sysfs), Blkback::patched);
}

TEST(Blkback, BuiltInCannotBeTold) {
    const FakeHost host;
    host.folder("module/xen_blkback/parameters");
    EXPECT_EQ(running_blkback(Sysfs(host.root())), Blkback::builtin);
}

TEST(Xen, Version) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    EXPECT_EQ(xen_version(sysfs), std::nullopt);
    host.xen();
    EXPECT_EQ(xen_version(sysfs), "4.17.5");
    host.file("hypervisor/type", "kvm");
    EXPECT_EQ(xen_version(sysfs), std::nullopt);
}

TEST(Backends, AreCountedByDomainAndKind) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    EXPECT_EQ(count_vbds(sysfs), 0U);
    host.vbd(1, 51712);
    host.vbd(1, 51728);
    host.vbd(12, 51712);
    host.folder("bus/xen-backend/devices/vif-1-0");
    EXPECT_EQ(count_vbds(sysfs), 3U);
    EXPECT_EQ(count_backends(sysfs, "vbd", 1), 2U);
    EXPECT_EQ(count_backends(sysfs, "", 1), 3U);
    EXPECT_EQ(count_backends(sysfs, "vbd", 12), 1U);
    EXPECT_EQ(count_backends(sysfs, "vbd", 2), 0U);
    EXPECT_EQ(count_backends(sysfs, "", 51712), 0U);
}

TEST(RequireThrottle, SaysWhichPartIsMissing) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    Result<void> ready = require_throttle(sysfs);
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().code, ExitCode::not_ready);
    EXPECT_EQ(ready.error().what, "this system does not run on Xen");

    host.xen();
    ready = require_throttle(sysfs);
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().code, ExitCode::not_ready);
    EXPECT_EQ(one_line(ready.error()),
              "the module xen-blkthrottle is not loaded; run 'modprobe xen-blkthrottle'");

    host.file("hypervisor/start_flags/initdomain", "0");
    ready = require_throttle(sysfs);
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().what, "this is a Xen guest that serves no disks");

    host.ready();
    EXPECT_TRUE(require_throttle(sysfs));
}

TEST(RequireThrottle, TellsAnOlderModuleByWhatItLacks) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    host.ready();
    EXPECT_FALSE(outdated_throttle(sysfs));
    for (const char* const knob : {"total_bps", "iops_size"}) {
        std::filesystem::remove(host.root() + "/module/xen_blkthrottle/parameters/default_" + knob);
        const Result<void> ready = require_throttle(sysfs);
        ASSERT_FALSE(ready);
        EXPECT_EQ(ready.error().code, ExitCode::not_ready);
        EXPECT_EQ(ready.error().what,
                  std::string("the loaded xen-blkthrottle is older than this dom0ctl: it has no ") +
                      knob);
        host.module("xen_blkthrottle", "0.0.9");
        EXPECT_EQ(require_throttle(sysfs).error().what,
                  fmt::format("xen-blkthrottle 0.0.9 is older than dom0ctl {}: it has no {}",
                              tool_version(), knob));
        EXPECT_NE(ready.error().hint.find("modprobe -r xen-blkthrottle; modprobe xen-blkthrottle"),
                  std::string::npos);
        host.ready();
    }
}

} // namespace
} // namespace dom0ctl
