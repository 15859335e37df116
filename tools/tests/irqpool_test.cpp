// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irqpool.h"

#include "lib/irq_changes.h"
#include "tests/fake_irqpool.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

namespace dom0ctl {
namespace {

class IrqPoolTest : public testing::Test {
  protected:
    IrqPoolTest() {
        fake.ready();
        fake.domain(1, 2);
    }

    std::string full(const IrqScope& scope, std::string_view name) const {
        return host.root() + "/" + fake.path(scope, name);
    }

    FakeHost host;
    FakeIrqPool fake{host};
    Sysfs sysfs{host.root()};
    IrqPool pool{sysfs};
    const IrqSetting& reserve_max = irq_pool_setting("reserve_max");
    const IrqSetting& ceiling = irq_pool_setting("descriptors_ceiling");
};

TEST_F(IrqPoolTest, ListsDomainsByNumber) {
    for (const Domid domid : {10U, 9U, 0U, 100U})
        fake.domain(domid, 0);
    host.folder("class/xen-irqpool/domX");
    host.folder("class/xen-irqpool/other7");
    const Result<std::vector<Domid>> domains = pool.domains();
    ASSERT_TRUE(domains);
    EXPECT_EQ(*domains, (std::vector<Domid>{0, 1, 9, 10, 100}));
    EXPECT_TRUE(pool.has(9));
    EXPECT_FALSE(pool.has(2));
}

TEST_F(IrqPoolTest, ReadsAndWritesEverySettingWhereItBelongs) {
    std::uint64_t number = 1000;
    for (const IrqSetting& setting : irq_pool_settings) {
        ASSERT_TRUE(pool.set({}, setting, Amount{++number, ""}));
        EXPECT_EQ(fake.get({}, setting.name), std::to_string(number));
        const Result<Amount> amount = pool.amount({}, setting.name, setting.shows);
        ASSERT_TRUE(amount);
        EXPECT_EQ(amount->number, number);
    }
    for (const char* const word : {"max", "default"}) {
        ASSERT_TRUE(pool.set(1, irq_quota, Amount{0, word}));
        EXPECT_EQ(fake.get(1, "quota"), word);
        EXPECT_EQ(pool.amount(1, "quota", irq_quota.shows)->word, word);
    }
}

TEST_F(IrqPoolTest, AKindThatIsUnknownIsOneLikeTheOthers) {
    fake.set(1, "kinds", "vbd 4\nnew_kind 18446744073709551615");
    const Result<Stat> kinds = pool.kinds(1);
    ASSERT_TRUE(kinds);
    EXPECT_EQ(kinds->values.size(), 2U);
    EXPECT_EQ(kinds->get("new_kind"), 18'446'744'073'709'551'615U);
}

TEST_F(IrqPoolTest, RefusesContentThatItCannotRead) {
    for (const char* const text :
         {"", "-1", "1x", "1 2", "none", "default", "18446744073709551616", "1\n2"}) {
        fake.set({}, "default_quota", text);
        const Result<Amount> amount = pool.amount({}, "default_quota", irq_max_only);
        ASSERT_FALSE(amount) << text;
        EXPECT_EQ(amount.error().code, ExitCode::failed);
        EXPECT_EQ(one_line(amount.error()),
                  printable(full({}, "default_quota") + " holds '" + text +
                            "', which is unknown; use the dom0ctl that belongs to the loaded "
                            "xen-irqpool"));
    }
    for (const char* const text : {"vbd", "vbd x", "vbd -1", "vbd 1 2", "vbd 1\n\nvif 1"}) {
        fake.set(1, "kinds", text);
        EXPECT_FALSE(pool.kinds(1)) << text;
    }
    fake.set({}, "kernel", "half");
    EXPECT_FALSE(pool.word({}, "kernel", irq_max_only));
}

TEST_F(IrqPoolTest, ADomainThatIsGone) {
    fake.vanish(1);
    const Result<void> set = pool.set(1, irq_quota, Amount{5, ""});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_guest);
    EXPECT_EQ(one_line(set.error()), full(1, "quota") +
                                         " is not there: domid 1 has no event channel with dom0; "
                                         "'dom0ctl irq quota get' shows the domains that have one");
    EXPECT_EQ(pool.kinds(1).error().code, ExitCode::no_guest);
}

TEST_F(IrqPoolTest, AModuleThatIsGone) {
    std::filesystem::remove_all(host.root() + "/class/xen-irqpool");
    for (const IrqScope& scope : {IrqScope{}, IrqScope{1}}) {
        const Result<Stat> kinds = pool.kinds(scope);
        ASSERT_FALSE(kinds);
        EXPECT_EQ(kinds.error().code, ExitCode::not_ready);
        EXPECT_EQ(one_line(kinds.error()),
                  "the module xen-irqpool is not loaded; run 'modprobe xen-irqpool'");
    }
}

TEST_F(IrqPoolTest, AnOlderModule) {
    std::filesystem::remove(full({}, "reserve_max"));
    const Result<Amount> amount = pool.amount({}, "reserve_max", {});
    ASSERT_FALSE(amount);
    EXPECT_EQ(amount.error().code, ExitCode::not_ready);
    EXPECT_EQ(amount.error().what, "the loaded xen-irqpool is older than this dom0ctl: " +
                                       full({}, "reserve_max") + " is not there");
}

TEST_F(IrqPoolTest, TheKernelRefusesAValue) {
    const std::string path = host.refuse(fake.path({}, "reserve_max"));
    const Result<void> set = pool.set({}, reserve_max, Amount{4'000'000, ""});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::failed);
    EXPECT_EQ(one_line(set.error()), "xen-irqpool refuses to have 4000000 in " + path +
                                         ": Invalid argument; use the dom0ctl that belongs to the "
                                         "loaded xen-irqpool");
}

TEST_F(IrqPoolTest, WhatTheKernelSaysOfTheCeiling) {
    const Amount value{65'536, ""};
    std::optional<Error> error = irq_refusal(ceiling, value, {EINVAL, "/p"});
    ASSERT_TRUE(error);
    EXPECT_EQ(one_line(*error), "xen-irqpool refuses to have 65536 in /p: Invalid argument; choose "
                                "a number from the highest descriptor in use up to 262144, or to "
                                "the kernel's own number, if that is more");
    error = irq_refusal(ceiling, value, {EOPNOTSUPP, "/p"});
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ExitCode::failed);
    EXPECT_EQ(one_line(*error), "this kernel cannot have another descriptors_ceiling; a patched "
                                "6.1 kernel can, and 6.12 has no ceiling");
    error = irq_refusal(reserve_max, value, {EOPNOTSUPP, "/p"});
    ASSERT_TRUE(error);
    EXPECT_EQ(error->hint, "'dom0ctl irq status' tells whether it is patched");
    EXPECT_FALSE(irq_refusal(ceiling, value, {EACCES, "/p"}));
    EXPECT_FALSE(irq_refusal(ceiling, value, {ENOENT, "/p"}));
}

TEST_F(IrqPoolTest, NoPermission) {
    fake.protect(1, "quota");
    const Unprivileged nobody_now;
    const Result<void> set = pool.set(1, irq_quota, Amount{5, ""});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ExitCode::no_permission);
    EXPECT_EQ(set.error().hint, "run dom0ctl as root");
}

TEST_F(IrqPoolTest, ChangesAreLabelledWithWhoseTheyAre) {
    EXPECT_EQ(label(IrqChange{Guest{1, "one"}, &irq_quota, {}, {}, {}}), "one (domid 1)");
    EXPECT_EQ(label(IrqChange{std::nullopt, &reserve_max, {}, {}, {}}), "pool");
}

TEST_F(IrqPoolTest, AFailureOfOneGuestPutsBackTheOtherOne) {
    fake.domain(2, 2);
    fake.set(1, "quota", "64");
    fake.protect(1, "");
    fake.protect(2, "quota");
    const Unprivileged nobody_now;
    const Result<std::vector<IrqChange>> made =
        make_changes(pool,
                     {{Guest{1, "one"}, &irq_quota, {5, ""}, {}, {}},
                      {Guest{2, "two"}, &irq_quota, {5, ""}, {}, {}}},
                     Vanished::is_an_error);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ExitCode::no_permission);
    EXPECT_EQ(fake.get(1, "quota"), "64");
    EXPECT_EQ(fake.get(2, "quota"), "default");
}

} // namespace
} // namespace dom0ctl
