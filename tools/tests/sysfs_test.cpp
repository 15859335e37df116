// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/sysfs.h"

#include "tests/fake_host.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace dom0ctl {
namespace {

TEST(Sysfs, ReadsWithoutTheTrailingNewline) {
    const FakeHost host;
    host.file("module/a/version", "1.2");
    const Sysfs sysfs(host.root());
    const auto text = sysfs.read("module/a/version");
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "1.2");
}

TEST(Sysfs, KeepsInnerNewlinesAndLongContent) {
    const FakeHost host;
    const std::string text = std::string(5000, 'x') + "\ny";
    host.file("module/a/long", text);
    const auto read = Sysfs(host.root()).read("module/a/long");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, text);
}

TEST(Sysfs, WritesOneLineInPlaceOfTheOld) {
    const FakeHost host;
    host.file("module/a/knob", "a much longer value");
    ASSERT_TRUE(Sysfs(host.root()).write("module/a/knob", "7"));
    EXPECT_EQ(host.read("module/a/knob"), "7");
}

TEST(Sysfs, NeverCreatesAnAttribute) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    const auto done = sysfs.write("module/knob", "7");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().err, ENOENT);
    EXPECT_EQ(done.error().path, host.root() + "/module/knob");
    EXPECT_FALSE(sysfs.exists("module/knob"));
}

TEST(Sysfs, TellsWhatIsMissing) {
    const FakeHost host;
    const auto text = Sysfs(host.root()).read("no/such");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().err, ENOENT);
    EXPECT_EQ(text.error().path, host.root() + "/no/such");
    const auto names = Sysfs(host.root()).list("no/such");
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().err, ENOENT);
}

TEST(Sysfs, ListsSorted) {
    const FakeHost host;
    for (const char* const name : {"list/b", "list/a", "list/.hidden"})
        host.folder(name);
    const auto names = Sysfs(host.root()).list("list");
    ASSERT_TRUE(names);
    EXPECT_EQ(*names, (std::vector<std::string>{"a", "b"}));
}

TEST(Sysfs, TellsThatPermissionIsMissing) {
    const FakeHost host;
    host.governed(1);
    host.protect(1, "read_bps");
    const Unprivileged nobody_now;
    const auto done = Sysfs(host.root()).write(host.knob_path(1, "read_bps"), "1");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().err, EACCES);
}

} // namespace
} // namespace dom0ctl
