// SPDX-License-Identifier: GPL-2.0-or-later
#include "sum.h"

namespace netfront {

namespace {

constexpr unsigned type_ipv4 = 0x0800;
constexpr unsigned type_ipv6 = 0x86dd;

struct Below {
    size_t begin; // of what the IP header carries
    size_t end;
    uint8_t protocol;
    uint64_t addresses;
};

std::optional<Below> ipv4(View frame, size_t at) {
    if (at + 20 > frame.size() || frame[at] >> 4 != 4)
        return {};
    const size_t header = (frame[at] & 15) * 4u;
    const size_t total = read16(frame, at + 2);
    // More fragments, or an offset: no part alone has a checksum.
    if (header < 20 || total < header || at + total > frame.size() ||
        (read16(frame, at + 6) & 0x3fff) != 0)
        return {};
    return Below{at + header, at + total, frame[at + 9], add_words(frame.subspan(at + 12, 8))};
}

std::optional<Below> ipv6(View frame, size_t at) {
    if (at + 40 > frame.size() || frame[at] >> 4 != 6)
        return {};
    Below below{at + 40, at + 40 + read16(frame, at + 4), frame[at + 6],
                add_words(frame.subspan(at + 8, 32))};
    if (below.end > frame.size())
        return {};
    // Hop-by-hop, routing, fragment and destination options.
    while (below.protocol == 0 || below.protocol == 43 || below.protocol == 44 ||
           below.protocol == 60) {
        if (below.begin + 8 > below.end)
            return {};
        // With segments left the pseudo header has the last address of the route.
        if (below.protocol == 43 && frame[below.begin + 3] != 0)
            return {};
        const bool fragment = below.protocol == 44;
        // A single fragment is the whole packet.
        if (fragment && (read16(frame, below.begin + 2) & 0xfff9) != 0)
            return {};
        below.protocol = frame[below.begin];
        below.begin += fragment ? 8u : (frame[below.begin + 1] + 1) * 8u;
    }
    return below;
}

} // namespace

uint16_t read16(View bytes, size_t at) {
    return static_cast<uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

void write16(Bytes& bytes, size_t at, unsigned value) {
    bytes[at] = static_cast<uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<uint8_t>(value);
}

uint64_t add_words(View bytes, uint64_t sum) {
    for (size_t i = 0; i < bytes.size(); i++)
        sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
    return sum;
}

uint16_t fold(uint64_t sum) {
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<uint16_t>(sum);
}

uint16_t Transport::right(View frame) const {
    uint64_t sum = add_words(frame.subspan(begin, field - begin), pseudo);
    // The field itself counts as zero; it lies on an even offset.
    sum = add_words(frame.subspan(field + 2, end - field - 2), sum);
    const auto value = static_cast<uint16_t>(~fold(sum));
    return value == 0 && protocol == protocol_udp ? 0xffff : value;
}

size_t Transport::payload(View frame) const {
    return begin + (protocol == protocol_udp ? 8 : (frame[begin + 12] >> 4) * 4u);
}

std::optional<Transport> find_transport(View frame) {
    size_t at = 12;
    for (int tags = 0; tags < 2 && at + 6 <= frame.size() &&
                       (read16(frame, at) == 0x8100 || read16(frame, at) == 0x88a8);
         tags++)
        at += 4;
    if (at + 2 > frame.size())
        return {};
    const unsigned type = read16(frame, at);
    std::optional<Below> below;
    if (type == type_ipv4)
        below = ipv4(frame, at + 2);
    else if (type == type_ipv6)
        below = ipv6(frame, at + 2);
    if (!below)
        return {};
    Transport found{below->protocol, below->begin, below->end, 0, 0};
    if (found.protocol == protocol_tcp) {
        if (found.begin + 20 > found.end || frame[found.begin + 12] >> 4 < 5 ||
            found.begin + (frame[found.begin + 12] >> 4) * 4u > found.end)
            return {};
        found.field = found.begin + 16;
    } else if (found.protocol == protocol_udp) {
        // A shorter UDP length is allowed, and then covers so much.
        if (found.begin + 8 > found.end)
            return {};
        const size_t length = read16(frame, found.begin + 4);
        if (length < 8 || found.begin + length > found.end)
            return {};
        found.end = found.begin + length;
        found.field = found.begin + 6;
    } else {
        return {};
    }
    found.pseudo = below->addresses + found.protocol + (found.end - found.begin);
    return found;
}

} // namespace netfront
