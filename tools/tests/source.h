// SPDX-License-Identifier: GPL-2.0-or-later
// The project's own files, for tests that hold one against another.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace dom0ctl {

/// The content of a file, by its path from the top of the project.
inline std::string source(const std::string& path) {
    const std::ifstream in(std::filesystem::path(PROJECT_DIR) / path);
    EXPECT_TRUE(in) << path;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace dom0ctl
