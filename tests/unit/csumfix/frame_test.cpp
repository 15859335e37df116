// SPDX-License-Identifier: GPL-2.0-or-later
// Every combination of headers: each checksum is found where it was put, is right as it is, and
// comes out right when it was left blank.
#include "combinations.h"
#include "core.h"

#include <gtest/gtest.h>

namespace {

class CsumfixFrame : public testing::TestWithParam<unsigned> {
  protected:
    static Reading as_built(const Piece& piece) { return {"summed", piece.places, {}, {}}; }
};

TEST_P(CsumfixFrame, EachChecksumIsFoundAndRight) {
    int frames = 0;
    each_combination(GetParam(), [&](const Piece& piece, const std::string& name) {
        const xcf_frame frame = parse(piece.ethertype, piece.bytes);
        ASSERT_EQ(difference(frame, as_built(piece), piece.bytes), "") << name;
        for (unsigned i = 0; i < frame.layers; i++) {
            ASSERT_FALSE(xcf_without(&frame.layer[i])) << name;
            ASSERT_TRUE(good(piece.bytes, frame.layer[i])) << name;
            ASSERT_EQ(computed(piece.bytes, frame.layer[i]),
                      frame.layer[i].value ? ntohs(frame.layer[i].value) : 0)
                << name;
        }
        frames++;
    });
    EXPECT_EQ(frames, 16 * 4 * (1 + 5 * 16));
}

TEST_P(CsumfixFrame, PaddingBehindThePacketDoesNotCount) {
    Builder b(GetParam());
    each_combination(GetParam(), [&](const Piece& piece, const std::string& name) {
        Bytes padded = piece.bytes;
        append(padded, b.noise(1 + b.number() % 60));
        ASSERT_EQ(difference(parse(piece.ethertype, padded), as_built(piece), padded), "") << name;
    });
}

// Any byte that a checksum covers, and any of its pseudo header, changes whether it is right.
TEST_P(CsumfixFrame, ADamagedByteShows) {
    Builder b(GetParam());
    each_combination(GetParam(), [&](const Piece& piece, const std::string& name) {
        const xcf_frame frame = parse(piece.ethertype, piece.bytes);
        for (unsigned i = 0; i < frame.layers; i++) {
            Bytes damaged = piece.bytes;
            const xcf_layer& layer = frame.layer[i];
            damaged[layer.at + b.number() % layer.len] ^=
                static_cast<uint8_t>(1 + b.number() % 254);
            ASSERT_FALSE(good(damaged, layer)) << name;
        }
    });
}

void leave_blank(Bytes& bytes, const Place& place) {
    put16(bytes, place.field, ones_sum(place.pseudo));
}

TEST_P(CsumfixFrame, ABlankOneIsFoundAndFilled) {
    each_combination(GetParam(), [&](const Piece& piece, const std::string& name) {
        // The inner one is blank, and what covers it was summed up as if it were not.
        for (size_t i = 0; i < piece.places.size(); i++) {
            Bytes bytes = piece.bytes;
            leave_blank(bytes, piece.places[i]);
            const xcf_frame frame = parse(piece.ethertype, bytes);
            ASSERT_EQ(xcf_blank_layer(&frame), static_cast<int>(i)) << name;
            const xcf_layer& layer = frame.layer[i];
            put16(bytes, layer.field, computed(bytes, layer));
            ASSERT_EQ(bytes, piece.bytes) << name;
        }
    });
}

TEST_P(CsumfixFrame, ZeroIsBlankUnlessItIsAChoice) {
    each_combination(GetParam(), [&](const Piece& piece, const std::string& name) {
        for (size_t i = 0; i < piece.places.size(); i++) {
            Bytes bytes = piece.bytes;
            put16(bytes, piece.places[i].field, 0);
            const xcf_frame frame = parse(piece.ethertype, bytes);
            const Place& place = piece.places[i];
            const bool tunnel = piece.places.size() == 2 && i == 0;
            const bool choice = place.proto == 17 && (!place.ipv6 || tunnel);
            ASSERT_EQ(xcf_without(&frame.layer[i]), choice) << name;
            if (!choice) {
                ASSERT_EQ(xcf_blank_layer(&frame), static_cast<int>(i)) << name;
            } else if (piece.places.size() == 1) {
                ASSERT_EQ(xcf_blank_layer(&frame), -1) << name;
            } else {
                ASSERT_EQ(xcf_blank_layer(&frame), static_cast<int>(1 - i)) << name;
            }
            if (place.proto == 17) {
                ASSERT_EQ(good(bytes, frame.layer[i]), choice) << name;
            }
        }
    });
}

INSTANTIATE_TEST_SUITE_P(Seeds, CsumfixFrame, testing::Values(1, 2));

TEST(CsumfixBlank, WhereNoneLooksBlankItIsTheOutermost) {
    Builder b(3);
    const Piece piece = b.ipv4(b.vxlan(b.ipv6(b.tcp(b.payload()))));
    const xcf_frame frame = parse(piece.ethertype, piece.bytes);
    ASSERT_EQ(frame.layers, 2u);
    EXPECT_EQ(xcf_blank_layer(&frame), 0);
    const Piece arp = b.payload(28);
    const xcf_frame none = parse(0x0806, arp.bytes);
    EXPECT_EQ(none.kind, XCF_OTHER);
    EXPECT_EQ(xcf_blank_layer(&none), -1);
}

// Had its sender left only the outer one blank, the inner one would be summed up.
TEST(CsumfixBlank, OfTwoThatLookSoItIsTheInnermost) {
    Builder b(8);
    Piece piece = b.ipv6(b.vxlan(b.ipv4(b.udp(b.payload()))));
    for (const Place& place : piece.places)
        leave_blank(piece.bytes, place);
    const xcf_frame blank = parse(piece.ethertype, piece.bytes);
    EXPECT_EQ(xcf_blank_layer(&blank), 1);
    piece = b.ipv4(b.vxlan(b.ipv4(b.tcp(b.payload()))));
    put16(piece.bytes, piece.places[0].field, 0);
    put16(piece.bytes, piece.places[1].field, 0);
    const xcf_frame zero = parse(piece.ethertype, piece.bytes);
    EXPECT_EQ(xcf_blank_layer(&zero), 1);
}

// The pseudo sum is the stronger sign: one TCP checksum in 65536 is zero by right.
TEST(CsumfixBlank, ThePseudoSumGoesBeforeAZero) {
    Builder b(4);
    Piece piece = b.ipv4(b.vxlan(b.ipv4(b.tcp(b.payload()))));
    leave_blank(piece.bytes, piece.places[0]);
    put16(piece.bytes, piece.places[1].field, 0);
    const xcf_frame frame = parse(piece.ethertype, piece.bytes);
    EXPECT_EQ(xcf_blank_layer(&frame), 0);
}

// Payload that makes the sum come out as zero, which only TCP may send.
TEST(CsumfixZero, UdpSendsAllOnesInstead) {
    Builder b(5);
    for (const bool ipv6 : {false, true})
        for (const bool tcp : {false, true}) {
            Piece piece = b.payload(2);
            piece = tcp ? b.tcp(std::move(piece)) : b.udp(std::move(piece));
            piece = ipv6 ? b.ipv6(std::move(piece)) : b.ipv4(std::move(piece));
            const size_t payload = piece.bytes.size() - 2;
            // In ones' complement, adding what is missing to all ones makes the checksum zero.
            const Place& place = piece.places[0];
            const uint16_t missing = get16(piece.bytes, place.field);
            const uint8_t old[] = {piece.bytes[payload], piece.bytes[payload + 1]};
            put16(piece.bytes, payload, ones_sum(old, missing));
            const xcf_frame frame = parse(piece.ethertype, piece.bytes);
            ASSERT_EQ(frame.layers, 1u);
            EXPECT_EQ(computed(piece.bytes, frame.layer[0]), tcp ? 0 : 0xffff);
            put16(piece.bytes, place.field, 0xffff);
            const xcf_frame filled = parse(piece.ethertype, piece.bytes);
            EXPECT_TRUE(good(piece.bytes, filled.layer[0])) << "both zeros are right to check";
            put16(piece.bytes, place.field, 0);
            const xcf_frame zero = parse(piece.ethertype, piece.bytes);
            EXPECT_EQ(good(piece.bytes, zero.layer[0]), tcp || !ipv6);
        }
}

} // namespace
