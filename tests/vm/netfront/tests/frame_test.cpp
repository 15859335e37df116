// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames are what the text says. Their checksums are made while building, from
// the inside out, and found again from the outside by sum.h.
#include <gtest/gtest.h>

#include "error.h"
#include "frame.h"

namespace netfront {
namespace {

const char* const plain[] = {
    "ip4/tcp/100",
    "ip4/udp/101",
    "ip6/tcp/100",
    "ip6/udp/1",
    "vlan/ip4/tcp/0",
    "qinq/vlan/ip6/udp/9",
    "ip4:options=12/tcp:options=8/33",
    "ip6/hop/route/dest:units=3/tcp/7",
    "ip6/frag6/udp/8",
};

TEST(Frame, BothWaysGiveTheSameChecksum) {
    for (const char* text : plain) {
        const Frame frame = build_frame(text, 7, true);
        EXPECT_NE(frame.sent, frame.complete) << text;
        EXPECT_EQ(completed(frame.sent), frame.complete) << text;
        EXPECT_EQ(build_frame(text, 7, false).sent, frame.complete) << text;
        const auto found = find_transport(frame.sent);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(read16(frame.sent, found->field), fold(found->pseudo)) << text;
    }
}

TEST(Frame, TheChecksumThatIsZero) {
    for (const char* text : {"ip4/udp:zero-sum/20", "ip6/udp:zero-sum/20"}) {
        const Frame frame = build_frame(text, 1, true);
        EXPECT_EQ(read16(frame.complete, find_transport(frame.sent)->field), 0xffff) << text;
    }
    const Frame frame = build_frame("ip4/tcp:zero-sum/20", 1, true);
    EXPECT_EQ(read16(frame.complete, find_transport(frame.sent)->field), 0);
}

TEST(Frame, OtherChecksums) {
    const size_t field = 14 + 20 + 6;
    EXPECT_EQ(read16(build_frame("ip4/udp:sum=none/20", 1, true).complete, field), 0);
    const Frame zero = build_frame("ip4/udp:sum=zero/20", 1, false);
    EXPECT_EQ(read16(zero.sent, field), 0);
    EXPECT_EQ(completed(zero.sent), zero.complete);
    const Frame wrong = build_frame("ip4/udp:sum=wrong/20", 1, false);
    EXPECT_EQ(read16(wrong.sent, field) ^ read16(wrong.complete, field), 0x5aa5);
}

// Only the inner header is blank; the outer one's checksum is right once the
// inner one's is.
TEST(Frame, Tunnels) {
    for (const char* text : {"ip4/udp/vxlan/eth/ip4/tcp/60", "ip6/udp/vxlan/eth/vlan/ip6/udp/60"}) {
        const Frame frame = build_frame(text, 1, true);
        EXPECT_EQ(completed(frame.complete), frame.complete) << text;
        EXPECT_NE(completed(frame.sent), frame.sent) << text;
        size_t differ = 0;
        for (size_t i = 0; i < frame.sent.size(); i++)
            differ += frame.sent[i] != frame.complete[i];
        EXPECT_LE(differ, 2u) << text;
    }
    const Bytes gre = build_frame("ip4/gre:key/ip6/tcp/1", 1, false).sent;
    EXPECT_EQ(gre[14 + 9], 47);
    EXPECT_EQ(read16(gre, 14 + 20), 0x2000);
    EXPECT_EQ(read16(gre, 14 + 22), 0x86dd);
    EXPECT_EQ(read16(build_frame("ip4/gre/eth/ip4/tcp/1", 1, false).sent, 14 + 22), 0x6558);
}

TEST(Frame, HasItsNumber) {
    const Frame frame = build_frame("ip4/tcp/0", 0x12345678, false);
    EXPECT_EQ(frame_number(frame.sent), 0x12345678u);
    EXPECT_FALSE(frame_number(Bytes(60)));
    EXPECT_FALSE(frame_number(Bytes(11)));
}

TEST(Frame, NonsenseIsAnError) {
    for (const char* text : {"", "ip5/tcp", "ip4/tcp:doff=x/3", "ip4/udp:sum=good/3", "hex:0g"})
        EXPECT_THROW(build_frame(text, 1, false), frontlib::Error) << text;
    Frame frame = build_frame("ip4/tcp/0", 1, false);
    EXPECT_THROW(truncate_frame(frame, frame.sent.size()), frontlib::Error);
    EXPECT_EQ(build_frame("hex:00ff17", 1, false).sent.size(), 17u);
}

} // namespace
} // namespace netfront
