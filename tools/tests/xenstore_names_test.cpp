// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/xenstore_names.h"

#include "tests/fake_host.h"
#include "tests/fake_xenstore.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace dom0ctl {
namespace {

class XenstoreTest : public testing::Test {
  protected:
    void TearDown() override { ::unsetenv("XENSTORED_PATH"); }

    static void use(const std::string& path) { ::setenv("XENSTORED_PATH", path.c_str(), 1); }

    FakeHost host;
};

TEST_F(XenstoreTest, TellsNames) {
    const FakeXenstore store(host.scratch("xs"),
                             {{0, "Domain-0"}, {10, "b"}, {9, ""}, {5, "web1"}});
    use(store.path());
    XenstoreNames names;
    EXPECT_EQ(names.name_of(5), "web1");
    EXPECT_EQ(names.name_of(9), std::nullopt);
    EXPECT_EQ(names.name_of(77), std::nullopt);

    const Result<std::vector<Guest>> running = names.running();
    ASSERT_TRUE(running) << running.error().what;
    ASSERT_EQ(running->size(), 4U);
    EXPECT_EQ((*running)[0].name, "Domain-0");
    EXPECT_EQ((*running)[1].domid, 5U);
    EXPECT_EQ((*running)[2].domid, 9U);
    EXPECT_EQ((*running)[2].name, "");
    EXPECT_EQ((*running)[3].name, "b");
}

TEST_F(XenstoreTest, TellsUuids) {
    const std::string uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";
    const FakeXenstore store(host.scratch("xs"), {{5, "web1"}, {6, "web2"}, {7, "web3"}},
                             {{5, uuid}, {7, "strange"}});
    use(store.path());
    XenstoreNames names;
    EXPECT_EQ(names.uuid_of(5), uuid);
    EXPECT_EQ(names.uuid_of(6), std::nullopt);
    EXPECT_EQ(names.uuid_of(7), std::nullopt);
    EXPECT_EQ(names.uuid_of(8), std::nullopt);
}

TEST_F(XenstoreTest, CannotBeReached) {
    use(host.scratch("nothing-there"));
    XenstoreNames names;
    EXPECT_EQ(names.name_of(5), std::nullopt);
    EXPECT_EQ(names.uuid_of(5), std::nullopt);
    const Result<std::vector<Guest>> running = names.running();
    ASSERT_FALSE(running);
    EXPECT_EQ(running.error().code, ExitCode::not_ready);
    EXPECT_EQ(running.error().what, "xenstore cannot be reached: No such file or directory");
}

TEST_F(XenstoreTest, DiedBetweenTwoQuestions) {
    XenstoreNames names;
    {
        const FakeXenstore store(host.scratch("xs"), {{5, "web1"}});
        use(store.path());
        EXPECT_EQ(names.name_of(5), "web1");
        store.hang_up();
    }
    const Result<std::vector<Guest>> running = names.running();
    ASSERT_FALSE(running);
    EXPECT_EQ(running.error().code, ExitCode::not_ready);
}

} // namespace
} // namespace dom0ctl
