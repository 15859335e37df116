// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "record.h"

namespace netfront {
namespace {

Record make(const char* text, bool blank, unsigned gso = 0) {
    Record record;
    record.frame = build_frame(text, 1, blank);
    record.gso = gso;
    return record;
}

TEST(Outcome, WholeFrames) {
    Record record = make("ip4/udp/20", true);
    EXPECT_EQ(outcome(record), "missing");
    record.seen = {{record.frame.sent, true}};
    EXPECT_EQ(outcome(record), "untouched");
    record.seen = {{record.frame.complete, false}};
    EXPECT_EQ(outcome(record), "complete");
    // Right, but whoever reads it is told that it is not.
    record.seen = {{record.frame.complete, true}};
    EXPECT_EQ(outcome(record), "changed");
    record.seen = {{record.frame.complete, false}, {record.frame.complete, false}};
    EXPECT_EQ(outcome(record), "changed");
    record.seen = {{record.frame.complete, false}};
    record.seen[0].bytes.back() ^= 1;
    EXPECT_EQ(outcome(record), "changed");
    record = make("ip4/udp/20", false);
    record.seen = {{record.frame.sent, false}};
    EXPECT_EQ(outcome(record), "untouched");
}

TEST(Outcome, AWordOrTwoOfWhatCannotBeJudged) {
    Record record = make("ip4/gre/ip4/udp/20", true);
    record.frame.complete = record.frame.sent;
    for (const size_t at : {20u, 34u}) {
        record.seen = {{record.frame.sent, false}};
        record.seen[0].bytes[at] ^= 1;
        record.seen[0].bytes[at + 1] ^= 1;
        EXPECT_EQ(outcome(record), "filled");
    }
    // That of the header outside, too, but no third one.
    record.seen[0].bytes[50] ^= 1;
    EXPECT_EQ(outcome(record), "filled");
    record.seen[0].bytes[60] ^= 1;
    EXPECT_EQ(outcome(record), "changed");
    // Where the checksum is known, another one is wrong.
    record = make("ip4/udp/20", true);
    record.seen = {{record.frame.sent, false}};
    record.seen[0].bytes[40] ^= 1;
    EXPECT_EQ(outcome(record), "changed");
}

// The segments of a frame with 250 bytes, as a correct cutter makes them.
std::vector<Seen> segments(const Record& record, std::vector<size_t> sizes) {
    std::vector<Seen> seen;
    const View whole(record.frame.complete);
    const auto transport = find_transport(whole);
    const size_t begin = transport->payload(whole);
    size_t done = 0;
    for (const size_t size : sizes) {
        Bytes frame(whole.begin(), whole.begin() + static_cast<long>(begin));
        frame.insert(frame.end(), whole.begin() + static_cast<long>(begin + done),
                     whole.begin() + static_cast<long>(begin + done + size));
        write16(frame, 16, static_cast<unsigned>(frame.size() - 14));
        write16(frame, transport->begin + 6, static_cast<unsigned>(1000 + done));
        seen.push_back({completed(frame), false});
        done += size;
    }
    return seen;
}

TEST(Outcome, Segments) {
    Record record = make("ip4/tcp/250", true, 100);
    record.seen = segments(record, {100, 100, 50});
    EXPECT_EQ(outcome(record), "cut");
    record.gso = 99;
    EXPECT_EQ(outcome(record), "changed");
    record.gso = 100;
    for (const auto& sizes : {std::vector<size_t>{100, 100}, {100, 100, 49}}) {
        record.seen = segments(record, sizes);
        EXPECT_EQ(outcome(record), "changed");
    }
    record.seen = segments(record, {100, 100, 50});
    std::swap(record.seen[0], record.seen[1]);
    EXPECT_EQ(outcome(record), "changed");
    record.seen = segments(record, {100, 100, 50});
    record.seen[2].bytes[50] ^= 1;
    EXPECT_EQ(outcome(record), "changed");
    record.seen = segments(record, {100, 100, 50});
    record.seen[1].blank = true;
    EXPECT_EQ(outcome(record), "changed");
}

} // namespace
} // namespace netfront
