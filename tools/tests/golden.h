// SPDX-License-Identifier: GPL-2.0-or-later
// What is printed, held against files that somebody has looked at.
#pragma once

#include "tests/source.h"

#include <cstdlib>
#include <string>
#include <string_view>

namespace dom0ctl {

/// The text is that of tests/golden/<name>.golden. With UPDATE_GOLDEN set, it
/// becomes that, to be looked at and committed.
inline void expect_golden(const std::string& name, std::string_view text) {
    const std::string path = "tools/tests/golden/" + name + ".golden";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream out(std::filesystem::path(PROJECT_DIR) / path);
        out << text;
        ASSERT_TRUE(out) << path;
        return;
    }
    EXPECT_EQ(text, source(path)) << "see " << path;
}

} // namespace dom0ctl
