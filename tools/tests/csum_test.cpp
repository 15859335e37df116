// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/csum.h"

#include "lib/csum_changes.h"
#include "tests/fake_vifs.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace dom0ctl {
namespace {

class CsumTest : public testing::Test {
  protected:
    CsumTest() {
        vifs.ready();
        vifs.vif(1, 0, "vif1.0");
    }

    FakeHost host;
    FakeVifs vifs{host};
    Sysfs sysfs{host.root()};
    Csum csum{sysfs};
    const CsumScope vif{"vif1.0"};
    const CsumScope defaults;
    const CsumKey& mode = csum_keys[0];
    const CsumKey& gso = csum_keys[1];
};

TEST_F(CsumTest, ReadsAndWritesEveryWordOfEveryKey) {
    for (const CsumScope& scope : {vif, defaults}) {
        for (const CsumKey& key : csum_keys) {
            for (const std::string_view word : key.words) {
                ASSERT_TRUE(csum.set(scope, key, std::string(word)));
                EXPECT_EQ(host.read(vifs.path(scope, key.name)), word);
                const Result<std::string> got = csum.get(scope, key);
                ASSERT_TRUE(got) << got.error().what;
                EXPECT_EQ(*got, word);
            }
        }
    }
}

TEST_F(CsumTest, TheHookComesWithTheMode) {
    for (const std::string_view hook : csum_hooks) {
        vifs.set(vif, "mode", "verify " + std::string(hook));
        const Result<CsumSettings> settings = csum.settings(vif);
        ASSERT_TRUE(settings);
        EXPECT_EQ(settings->hook, hook);
        EXPECT_EQ(settings->words, (std::array<std::string, 3>{"verify", "pass", "count"}));
    }
    const Result<CsumSettings> settings = csum.settings(defaults);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->hook, "");
}

TEST_F(CsumTest, RefusesContentThatItCannotRead) {
    for (const char* const text :
         {"", "fast", "complete netback x", "fast netback", "complete nowhere", "complete ",
          "complete  netback", " netback"}) {
        vifs.set(vif, "mode", text);
        const Result<std::string> got = csum.get(vif, mode);
        ASSERT_FALSE(got) << text;
        EXPECT_EQ(got.error().code, ExitCode::failed);
        EXPECT_EQ(one_line(got.error()),
                  host.root() + "/class/net/vif1.0/csumfix/mode holds '" + text +
                      "', which is unknown; use the dom0ctl that belongs to the loaded "
                      "xen-csumfix");
    }
    vifs.set(defaults, "mode", "off netback");
    EXPECT_FALSE(csum.get(defaults, mode));
    vifs.set(vif, "gso", "pass netback");
    EXPECT_FALSE(csum.get(vif, gso));
    vifs.set(vif, "stat", "rx_packets many");
    EXPECT_FALSE(csum.stat("vif1.0"));
}

TEST_F(CsumTest, AnInterfaceThatIsGone) {
    vifs.vanish("vif-1-0", "vif1.0");
    const Result<void> set = csum.set(vif, mode, "off");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_guest);
    EXPECT_EQ(one_line(set.error()),
              "vif1.0 went away: it was removed, renamed or moved to another network namespace; "
              "'dom0ctl csum list' shows the interfaces that are there");
    EXPECT_EQ(csum.stat("vif1.0").error().code, ExitCode::no_guest);
}

TEST_F(CsumTest, AModuleThatIsGone) {
    std::filesystem::remove_all(host.root() + "/module/xen_csumfix");
    std::filesystem::remove_all(host.root() + "/class/net/vif1.0/csumfix");
    for (const CsumScope& scope : {vif, defaults}) {
        const Result<std::string> got = csum.get(scope, mode);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ExitCode::not_ready);
        EXPECT_EQ(one_line(got.error()),
                  "the module xen-csumfix is not loaded; run 'modprobe xen-csumfix'");
    }
}

TEST_F(CsumTest, AnOlderModule) {
    for (const CsumScope& scope : {vif, defaults}) {
        const std::string full = host.root() + "/" + vifs.path(scope, "gso");
        std::filesystem::remove(full);
        const Result<std::string> got = csum.get(scope, gso);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ExitCode::not_ready);
        EXPECT_EQ(got.error().what,
                  "the loaded xen-csumfix is older than this dom0ctl: " + full + " is not there");
    }
}

TEST_F(CsumTest, TheKernelRefuses) {
    const std::string full = host.refuse(vifs.path(vif, "mode"));
    const Result<void> set = csum.set(vif, mode, "verify");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::failed);
    EXPECT_EQ(set.error().what, "xen-csumfix refuses to have 'verify' in " + full);
}

TEST_F(CsumTest, NoPermission) {
    vifs.protect(vif, "mode");
    const Unprivileged nobody_now;
    const Result<void> set = csum.set(vif, mode, "verify");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_permission);
    EXPECT_EQ(set.error().hint, "run dom0ctl as root");
}

TEST_F(CsumTest, TheModeIsChangedLast) {
    const Vif one{"vif1.0", 0, Guest{1, "one"}};
    const std::vector<CsumChange> changes = changes_for(one, {{"verify", "segment", "drop"}});
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(csum_keys.at(changes[0].key).name, "bad");
    EXPECT_EQ(csum_keys.at(changes[1].key).name, "gso");
    EXPECT_EQ(csum_keys.at(changes[2].key).name, "mode");
    EXPECT_TRUE(changes_for(one, {}).empty());
    EXPECT_EQ(label(changes[0]), "one (domid 1) vif1.0");
    EXPECT_EQ(label(CsumChange{}), "default");
}

} // namespace
} // namespace dom0ctl
