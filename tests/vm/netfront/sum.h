// SPDX-License-Identifier: GPL-2.0-or-later
//
// The Internet checksum, bytewise as RFC 1071 puts it, and where a plain frame
// has one. Written from the RFCs and slow: it judges what others do fast.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace netfront {

using Bytes = std::vector<uint8_t>;
using View = std::span<const uint8_t>;

uint16_t read16(View bytes, size_t at);
void write16(Bytes& bytes, size_t at, unsigned value);

// Adds big-endian words, the last one padded with a zero byte; not folded.
uint64_t add_words(View bytes, uint64_t sum = 0);
// Folds to 16 bits; not inverted.
uint16_t fold(uint64_t sum);

// A transport header in a frame, and all that its checksum is made of.
struct Transport {
    uint8_t protocol;
    size_t begin;
    size_t end;
    size_t field;
    uint64_t pseudo; // sum of the pseudo header, not folded

    // What belongs into the field. A UDP checksum of zero is sent as 0xffff.
    uint16_t right(View frame) const;
    // Where the payload begins.
    size_t payload(View frame) const;
};

inline constexpr uint8_t protocol_tcp = 6;
inline constexpr uint8_t protocol_udp = 17;

// That of Ethernet, at most two VLAN tags, IPv4 or IPv6 with extension headers,
// TCP or UDP, not fragmented. Nothing for any other frame, and for one that
// contradicts itself.
std::optional<Transport> find_transport(View frame);

} // namespace netfront
