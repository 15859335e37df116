// SPDX-License-Identifier: GPL-2.0-or-later
// Frames that Scapy made and summed up (scapy_frames.py): the core must come to the same checksums.
#include "core.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace {

Bytes from_hex(const std::string& hex) {
    Bytes bytes;
    for (size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

TEST(CsumfixScapy, EveryChecksumIsTheOneThatScapyGave) {
    std::ifstream file(SCAPY_FRAMES);
    ASSERT_TRUE(file) << "no " SCAPY_FRAMES "; the build makes it";
    std::string line, name, hex, sum;
    size_t frames = 0, announced = 0;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        words >> name >> hex;
        if (name == "end") {
            announced = std::stoul(hex);
            break;
        }
        const Bytes ethernet = from_hex(hex);
        const View bytes = View(ethernet).subspan(14);
        const xcf_frame frame = parse(get16(ethernet, 12), bytes);
        ASSERT_EQ(frame.kind, XCF_SUMMED) << name;
        unsigned layers = 0;
        for (; words >> sum; layers++) {
            ASSERT_LT(layers, frame.layers) << name;
            const xcf_layer& layer = frame.layer[layers];
            const unsigned theirs = std::stoul(sum, nullptr, 16);
            ASSERT_EQ(get16(bytes, layer.field), theirs) << name;
            ASSERT_EQ(computed(bytes, layer), theirs) << name;
            ASSERT_TRUE(good(bytes, layer)) << name;
        }
        ASSERT_EQ(layers, frame.layers) << name;
        frames++;
    }
    EXPECT_EQ(frames, announced);
    EXPECT_GT(frames, 1000u);
}

} // namespace
