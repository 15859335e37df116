// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/error.h"
#include "tests/fake_host.h"
#include "tests/fake_xenstore.h"
#include "tests/tool.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace dom0ctl {

inline constexpr const char* noisy_uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";

/// A host with two governed guests, and the binary to run on it.
class ToolTest : public testing::Test {
  protected:
    ToolTest() {
        host.ready();
        host.governed(1);
        host.governed(2);
    }

    FakeHost host;
    FakeXenstore xenstore{
        host.scratch("xs"), {{0, "Domain-0"}, {1, "noisy"}, {2, "quiet"}}, {{1, noisy_uuid}}};
    Tool dom0ctl{host, xenstore.path()};
};

inline void expect_ok(const Outcome& run, std::string_view out) {
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.out, out);
    EXPECT_EQ(run.err, "");
}

/// One line on standard error, nothing on standard output.
inline void expect_error(const Outcome& run, ExitCode code, std::string_view line) {
    EXPECT_EQ(run.exit_code, static_cast<int>(code));
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err, "dom0ctl: " + std::string(line) + "\n");
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
}

inline nlohmann::json json_of(const Outcome& run) {
    nlohmann::json json = nlohmann::json::parse(run.out, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << run.out;
    return json;
}

} // namespace dom0ctl
