// SPDX-License-Identifier: GPL-2.0-or-later
// Sums and packets that others have published, checksum and all.
#include "core.h"

#include <gtest/gtest.h>

#include <string_view>

namespace {

Bytes from_hex(std::string_view text) {
    Bytes bytes;
    std::string digits;
    for (const char c : text)
        if (c != ' ')
            digits += c;
    for (size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<uint8_t>(std::stoi(digits.substr(i, 2), nullptr, 16)));
    return bytes;
}

// RFC 1071, 3: the sum of this is ddf2.
const Bytes rfc1071 = from_hex("0001 f203 f4f5 f6f7");

TEST(CsumfixPublished, TheExampleOfRfc1071) {
    EXPECT_EQ(ones_sum(rfc1071), 0xddf2);
    xcf_layer layer = {};
    layer.proto = IPPROTO_TCP;
    EXPECT_EQ(ntohs(xcf_checksum(&layer, as_wsum(0xddf2))), 0x220d);
    // The same sum as part of the pseudo header, or half here and half there.
    layer.pseudo = as_wsum(0xddf2);
    EXPECT_EQ(ntohs(xcf_checksum(&layer, 0)), 0x220d);
    layer.pseudo = as_wsum(ones_sum(View(rfc1071).first(4)));
    EXPECT_EQ(ntohs(xcf_checksum(&layer, as_wsum(ones_sum(View(rfc1071).last(4))))), 0x220d);
}

// Unfolded sums, whose carries are above 16 and 32 bits.
TEST(CsumfixPublished, CarriesAreNotLost) {
    xcf_layer layer = {};
    layer.proto = IPPROTO_TCP;
    layer.pseudo = 0xffffffff;
    EXPECT_EQ(ntohs(xcf_checksum(&layer, 0xffffffff)), 0);
    EXPECT_EQ(xcf_checksum(&layer, 0x00010000), 0xfffe);
    layer.pseudo = 0xffff0001;
    EXPECT_EQ(xcf_checksum(&layer, 0xffff0001), 0xfffd);
}

// RFC 1624, 4: what sums up to all ones has the checksum zero, for UDP all ones.
TEST(CsumfixPublished, TheZeroOfRfc1624) {
    xcf_layer layer = {};
    layer.proto = IPPROTO_TCP;
    layer.pseudo = as_wsum(0xcd7a);
    EXPECT_EQ(xcf_checksum(&layer, as_wsum(0x3285)), 0);
    layer.proto = IPPROTO_UDP;
    EXPECT_EQ(xcf_checksum(&layer, as_wsum(0x3285)), 0xffff);
}

struct Packet {
    const char* what;
    uint16_t ethertype;
    const char* hex;
    uint16_t checksum;
};

const Packet packets[] = {
    {"TCP with timestamps, from a page that explains the header (M. Mayfield, 2009)", 0x0800,
     "4500 0034 eda5 4000 4006 4eb6 ac16686d 4a7d9f67"
     "af1f 0050 e8338b62 fc13da66 8010 005c 37a6 0000 0101080a 04b866f7 4add9045",
     0x37a6},
    {"UDP over IPv6, from a public question about how to sum it up", 0x86dd,
     "60000000 000c 11 fd 21000000 00000001 abcd0000 00000001 fd000000 00000000 00000000 00000160"
     "2692 2692 000c 7ed5 12345678",
     0x7ed5},
};

TEST(CsumfixPublished, PacketsOfOthersAreRight) {
    for (const Packet& packet : packets) {
        SCOPED_TRACE(packet.what);
        Bytes bytes = from_hex(packet.hex);
        xcf_frame frame = parse(packet.ethertype, bytes);
        ASSERT_EQ(frame.kind, XCF_SUMMED);
        ASSERT_EQ(frame.layers, 1u);
        EXPECT_EQ(computed(bytes, frame.layer[0]), packet.checksum);
        EXPECT_TRUE(good(bytes, frame.layer[0]));
        bytes.back() ^= 1;
        EXPECT_FALSE(good(bytes, frame.layer[0]));
    }
}

} // namespace
