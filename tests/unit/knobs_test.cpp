// SPDX-License-Identifier: GPL-2.0-or-later
// The one list of knobs against those who name them as well: the ABI document and the tool.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern "C" {
#include "knobs.h"
}

namespace {

#define XBT_KNOB_NAME(name, kind, scope, part) #name,
const std::vector<std::string> knobs = {XBT_FOR_EACH_KNOB(XBT_KNOB_NAME)};

std::string read(const std::filesystem::path& path) {
    std::ifstream in(std::filesystem::path(PROJECT_DIR) / path);
    EXPECT_TRUE(in) << path;
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(Knobs, EachIsInTheAbiDocument) {
    const std::string abi = read("Documentation/ABI/sysfs-class-xen-blkthrottle");
    for (const std::string& knob : knobs) {
        EXPECT_NE(abi.find("/sys/class/xen-blkthrottle/dom<domid>/" + knob + "\n"),
                  std::string::npos)
            << knob;
        EXPECT_NE(abi.find("/parameters/default_" + knob + "\n"), std::string::npos) << knob;
    }
}

TEST(Knobs, TheToolKnowsEach) {
    std::string sources;
    for (const auto& file : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(PROJECT_DIR) / "tools/lib"))
        if (file.is_regular_file())
            sources += read(std::filesystem::relative(file.path(), PROJECT_DIR));
    for (const std::string& knob : knobs)
        EXPECT_NE(sources.find('"' + knob + '"'), std::string::npos) << knob;
}

} // namespace
