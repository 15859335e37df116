// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/versions.h"

#include "tests/fake_host.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

TEST(Versions, AreThreeNumbers) {
    EXPECT_EQ(parse_version("0.1.0"), (Version{0, 1, 0}));
    EXPECT_EQ(parse_version("12.34.56"), (Version{12, 34, 56}));
    for (const char* const text :
         {"", "1", "1.2", "1.2.", "1.2.3.4", "1.2.x", "1..3", "-1.2.3", "1.2.3 ", "1.2.4294967296"})
        EXPECT_EQ(parse_version(text), std::nullopt) << text;
}

TEST(Versions, OursIsOne) {
    EXPECT_TRUE(parse_version(tool_version()));
}

TEST(Versions, WithinAMajorVersionAllFit) {
    EXPECT_EQ(fit("0.1.0", "0.1.0"), Fit::same);
    EXPECT_EQ(fit("0.1.0", "0.1.1"), Fit::older);
    EXPECT_EQ(fit("0.9.0", "0.10.0"), Fit::older);
    EXPECT_EQ(fit("0.10.0", "0.9.5"), Fit::newer);
    EXPECT_EQ(fit("1.0.0", "0.9.0"), Fit::none);
    EXPECT_EQ(fit("0.9.0", "1.0.0"), Fit::none);
    EXPECT_EQ(fit("6.1.0-13-amd64", "0.1.0"), Fit::unknown);
}

TEST(Versions, AModuleIsRefusedForItsVersionOnlyIfNothingFits) {
    const FakeHost host;
    const Sysfs sysfs(host.root());
    EXPECT_TRUE(require_fit(sysfs, "xen_csumfix")); // not loaded: somebody else says so
    host.module("xen_csumfix");
    EXPECT_TRUE(require_fit(sysfs, "xen_csumfix")); // says no version
    const std::string tool(tool_version());
    for (const std::string& version : {tool, std::string("0.0.1"), std::string("0.999.0")}) {
        host.module("xen_csumfix", version);
        EXPECT_TRUE(require_fit(sysfs, "xen_csumfix")) << version;
    }
    host.module("xen_csumfix", "9.0.0");
    const Result<void> fits = require_fit(sysfs, "xen_csumfix");
    ASSERT_FALSE(fits);
    EXPECT_EQ(fits.error().code, ExitCode::not_ready);
    EXPECT_EQ(one_line(fits.error()),
              fmt::format("xen-csumfix 9.0.0 and dom0ctl {} are of different major versions; "
                          "install the module and dom0ctl of one version, and run 'modprobe -r "
                          "xen-csumfix; modprobe xen-csumfix', which takes all its settings away",
                          tool));
}

} // namespace
} // namespace dom0ctl
