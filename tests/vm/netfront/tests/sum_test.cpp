// SPDX-License-Identifier: GPL-2.0-or-later
//
// The judge against what is known from elsewhere.
#include <gtest/gtest.h>

#include "frame.h"
#include "sum.h"

namespace netfront {
namespace {

TEST(Sum, TheExampleOfRfc1071) {
    const Bytes words = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
    EXPECT_EQ(fold(add_words(words)), 0xddf2);
}

TEST(Sum, AnOddByteIsPaddedAtItsEnd) {
    EXPECT_EQ(fold(add_words(Bytes{0x12, 0x34, 0x56})), 0x1234 + 0x5600);
}

// Added up by hand.
TEST(Sum, AUdpPacketByHand) {
    Bytes frame(14 + 20 + 8 + 2);
    write16(frame, 12, 0x0800);
    frame[14] = 0x45;
    write16(frame, 16, 30);
    frame[23] = protocol_udp;
    write16(frame, 26, 0x0a00);
    write16(frame, 28, 0x0001);
    write16(frame, 30, 0x0a00);
    write16(frame, 32, 0x0002);
    write16(frame, 34, 1);
    write16(frame, 36, 2);
    write16(frame, 38, 10);
    write16(frame, 42, 0x1000);
    const auto found = find_transport(frame);
    ASSERT_TRUE(found);
    // Addresses, protocol and length; ports, length and payload.
    EXPECT_EQ(found->right(frame),
              0xffff - (0x0a00 + 1 + 0x0a00 + 2 + 17 + 10 + 1 + 2 + 10 + 0x1000));
}

TEST(Sum, WhatHasNoTransportHeader) {
    for (const char* text :
         {"type/46", "ip4/proto:is=1/40", "ip4:mf/udp/40", "ip4:frag=3/udp/40", "ip4:ihl=4/tcp/40",
          "ip4:len=100/tcp/40", "ip4:len=-45/tcp/40", "ip4:version=6/tcp/40", "ip4/tcp:doff=4/40",
          "ip4/tcp:doff=15/10", "ip4/udp:len=1/40", "ip4/udp:len=-41/40", "ip6/frag6:mf/udp/40",
          "ip6:len=100/tcp/40", "ip6/hop:claim=50/tcp/40", "vlan/vlan/vlan/ip4/tcp/40"})
        EXPECT_FALSE(find_transport(build_frame(text, 1, false).sent)) << text;
    const Bytes whole = build_frame("vlan/ip6/hop/tcp/40", 1, false).sent;
    ASSERT_TRUE(find_transport(whole));
    for (size_t bytes = 0; bytes < whole.size(); bytes++)
        EXPECT_FALSE(find_transport(View(whole).first(bytes))) << bytes;
}

} // namespace
} // namespace netfront
