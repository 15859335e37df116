// SPDX-License-Identifier: GPL-2.0-or-later
// The attributes of xen-irqpool that the tool reads and sets, against those who
// name them as well: the ABI document and the man page.
#include "lib/irq_state.h"
#include "tests/fake_irqpool.h"
#include "tests/source.h"

#include <gtest/gtest.h>

#include <string>

namespace dom0ctl {
namespace {

void expect_named(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what;
}

TEST(IrqWords, TheAbiDocumentHasWhatIsRead) {
    const FakeHost host;
    const FakeIrqPool fake(host);
    fake.ready();
    fake.domain(1, 0);
    const Sysfs sysfs(host.root());
    const IrqPool pool(sysfs);
    const std::string abi = source("Documentation/ABI/sysfs-class-xen-irqpool");

    const Result<IrqPoolState> state = read_irq_pool(pool);
    ASSERT_TRUE(state);
    const Json attributes = to_json(*state);
    for (const auto& [name, value] : attributes.items()) {
        if (name != "guests") // counted by the tool
            expect_named(abi, "/sys/class/xen-irqpool/pool/" + name + "\n");
    }
    for (const char* const name : {"used", "quota", "refused", "kinds"})
        expect_named(abi, "/sys/class/xen-irqpool/dom<domid>/" + std::string(name) + "\n");
    expect_named(abi, std::to_string(irq_largest));
}

TEST(IrqWords, TheManPageHasWhatCanBeSet) {
    const std::string page = source("tools/man/irq.roff");
    for (const IrqSetting& setting : irq_pool_settings)
        expect_named(page, "\n.TP\n.B " + std::string(setting.name) + "\n");
    expect_named(page, "2^32\\-3");
}

} // namespace
} // namespace dom0ctl
