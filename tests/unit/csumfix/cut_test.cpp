// SPDX-License-Identifier: GPL-2.0-or-later
// Frames that end early, arrive in parts, or are damaged: never a byte read that is not there, and
// never an answer that the second parser does not give.
#include "combinations.h"
#include "core.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace {

// Given more and more, as the core asks for it, it ends at what it says when all is there.
void check_in_parts(uint16_t ethertype, View bytes, const Reading& reading) {
    for (size_t start = 0; start <= bytes.size(); start++) {
        size_t have = start;
        xcf_frame frame;
        for (;;) {
            const u32 want = ask(frame, ethertype, bytes, have);
            if (!want)
                break;
            ASSERT_GT(want, have);
            ASSERT_LE(want, bytes.size());
            have = want;
        }
        ASSERT_EQ(difference(frame, reading, bytes), "") << "from " << start << " bytes on";
    }
}

TEST(CsumfixCut, EveryLengthOfEveryCombination) {
    unsigned number = 0;
    each_combination(6, [&](const Piece& piece, const std::string& name) {
        // They take their time: one in some.
        if (testing::Test::HasFatalFailure() || number++ % 3 != 0)
            return;
        for (size_t n = 0; n < piece.bytes.size(); n++) {
            const View cut = View(piece.bytes).first(n);
            const xcf_frame frame = parse(piece.ethertype, cut);
            ASSERT_EQ(difference(frame, read_frame(piece.ethertype, cut), cut), "")
                << name << ", " << n << " of " << piece.bytes.size() << " bytes";
            // IP says how long it is, so it cannot be taken for a shorter packet.
            ASSERT_EQ(frame.kind, XCF_TRUNCATED) << name << ", " << n << " bytes";
        }
        if (number % 32 == 1)
            check_in_parts(piece.ethertype, piece.bytes, read_frame(piece.ethertype, piece.bytes));
    });
}

TEST(CsumfixCut, DamagedHeadersMeanTheSameToBothParsers) {
    std::mt19937 random(7);
    std::map<std::string, int> kinds;
    for (int round = 0; round < 8; round++)
        each_combination(100 + round, [&](const Piece& piece, const std::string& name) {
            Bytes bytes = piece.bytes;
            for (unsigned n = 1 + random() % 3; n > 0; n--) {
                const size_t at = random() % std::min<size_t>(bytes.size(), 160);
                bytes[at] = static_cast<uint8_t>(random() % 3 ? random() : random() % 4);
            }
            const Reading reading = read_frame(piece.ethertype, bytes);
            ASSERT_EQ(difference(parse(piece.ethertype, bytes), reading, bytes), "") << name;
            kinds[reading.kind]++;
        });
    // Otherwise it would compare nothing worth comparing.
    for (const char* kind : {"summed", "other", "fragment", "truncated", "malformed"})
        EXPECT_GT(kinds[kind], 100) << kind;
}

} // namespace
