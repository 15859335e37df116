// SPDX-License-Identifier: GPL-2.0-or-later
// Files that a test writes, and looks at afterwards.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace dom0ctl {

inline std::string write_text(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    return path;
}

inline std::string read_text(const std::string& path) {
    const std::ifstream stream(path);
    if (!stream)
        throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace dom0ctl
