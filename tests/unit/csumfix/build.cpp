// SPDX-License-Identifier: GPL-2.0-or-later
#include "build.h"

#include <algorithm>

namespace {

void prepend(Piece& piece, const Bytes& header) {
    piece.bytes.insert(piece.bytes.begin(), header.begin(), header.end());
    for (Place& place : piece.places) {
        place.at += header.size();
        place.field += header.size();
    }
}

void note(Piece& piece, uint8_t proto, size_t len, size_t field) {
    Place place = {0, len, field, proto, false, {}};
    piece.places.insert(piece.places.begin(), place);
    piece.proto = proto;
    piece.open = true;
}

// Its addresses are known now, so its checksum is.
void close(Piece& piece, bool ipv6, const Bytes& src, const Bytes& dst) {
    if (!piece.open)
        return;
    Place& place = piece.places.front();
    place.ipv6 = ipv6;
    append(place.pseudo, src);
    append(place.pseudo, dst);
    if (ipv6) {
        append16(place.pseudo, 0);
        append16(place.pseudo, static_cast<unsigned>(place.len));
        append(place.pseudo, Bytes{0, 0, 0, place.proto});
    } else {
        append(place.pseudo, Bytes{0, place.proto});
        append16(place.pseudo, static_cast<unsigned>(place.len));
    }
    put16(piece.bytes, place.field, 0);
    put16(piece.bytes, place.field, right_checksum(piece.bytes, place));
    piece.open = false;
}

} // namespace

uint16_t right_checksum(const Bytes& frame, const Place& place) {
    Bytes covered(frame.begin() + place.at, frame.begin() + place.at + place.len);
    put16(covered, place.field - place.at, 0);
    const uint16_t sum = ones_checksum(covered, ones_sum(place.pseudo));
    return place.proto == 17 && sum == 0 ? 0xffff : sum;
}

Bytes Builder::noise(size_t size) {
    Bytes bytes(size);
    std::generate(bytes.begin(), bytes.end(), [this] { return static_cast<uint8_t>(random_()); });
    return bytes;
}

Piece Builder::payload(size_t size) {
    Piece piece;
    piece.bytes = noise(size);
    return piece;
}

Piece Builder::tcp(Piece inner, unsigned options) {
    Bytes header = noise(20 + 4 * options);
    header[12] = static_cast<uint8_t>((5 + options) << 4);
    prepend(inner, header);
    note(inner, 6, inner.bytes.size(), 16);
    return inner;
}

Piece Builder::udp(Piece inner, uint16_t port) {
    Bytes header = noise(8);
    put16(header, 2, port);
    put16(header, 4, static_cast<unsigned>(8 + inner.bytes.size()));
    prepend(inner, header);
    note(inner, 17, inner.bytes.size(), 6);
    return inner;
}

Piece Builder::udp_with_surplus(Piece inner) {
    Piece piece = udp(std::move(inner));
    append(piece.bytes, noise(1 + number() % 9));
    return piece;
}

Piece Builder::vxlan(Piece inner) {
    Bytes header = {8, 0, 0, 0, 1, 2, 3, 0};
    append(header, noise(12));
    append16(header, inner.ethertype);
    prepend(inner, header);
    return udp(std::move(inner), 4789);
}

Piece Builder::gre(Piece inner, bool sum, bool key, bool seq) {
    Bytes header;
    append16(header, (sum ? 0x8000u : 0) | (key ? 0x2000u : 0) | (seq ? 0x1000u : 0));
    append16(header, inner.ethertype);
    if (sum)
        append(header, Bytes(4));
    append(header, noise((key ? 4 : 0) + (seq ? 4 : 0)));
    prepend(inner, header);
    if (sum)
        put16(inner.bytes, 4, ones_checksum(inner.bytes));
    inner.proto = 47;
    return inner;
}

Piece Builder::gre_ethernet(Piece inner) {
    Bytes ethernet = noise(12);
    append16(ethernet, inner.ethertype);
    prepend(inner, ethernet);
    inner.ethertype = 0x6558;
    return gre(std::move(inner), false, number() % 2, false);
}

Piece Builder::vlan(Piece inner, uint16_t tpid) {
    Bytes tag = noise(2);
    append16(tag, inner.ethertype);
    prepend(inner, tag);
    inner.ethertype = tpid;
    return inner;
}

Piece Builder::ipv4(Piece inner, Route route, unsigned plain_options) {
    const Bytes src = noise(4);
    Bytes options, hop = noise(4), last = hop;
    for (unsigned i = 0; i < plain_options; i++)
        append(options, Bytes{0x94, 4, 0, 0}); // router alert
    if (route != Route::none) {
        const Bytes way = noise(12);
        // A no-op first, so that the list stands on a word.
        append(options,
               Bytes{1, static_cast<uint8_t>(route == Route::strict ? 137 : 131), 15,
                     static_cast<uint8_t>(route == Route::used ? 16 : 4 + 4 * (number() % 3))});
        append(options, way);
        if (route != Route::used)
            last.assign(way.end() - 4, way.end());
    }
    close(inner, false, src, last);
    Bytes header = {static_cast<uint8_t>(0x45 + options.size() / 4), 0};
    append16(header, static_cast<unsigned>(20 + options.size() + inner.bytes.size()));
    append(header, noise(2));
    append(header, Bytes{static_cast<uint8_t>(number() % 2 ? 0x40 : 0), 0, 64, inner.proto, 0, 0});
    append(header, src);
    append(header, hop);
    append(header, options);
    put16(header, 10, ones_checksum(header));
    prepend(inner, header);
    inner.ethertype = 0x0800;
    inner.proto = 4;
    return inner;
}

Bytes Builder::extension(Ext ext, uint8_t next, Bytes& src, Bytes& dst) {
    Bytes bytes = {next, 0};
    const auto list = [&](uint8_t type, uint8_t left, uint8_t last, size_t n) {
        append(bytes, Bytes{type, left, last, 0, 0, 0});
        append(bytes, noise(16 * n));
        bytes[1] = static_cast<uint8_t>(2 * n);
    };
    switch (ext) {
    case Ext::hop:
        append(bytes, Bytes{5, 2, 0, 0, 1, 0});
        break;
    case Ext::dest:
        bytes[1] = 1;
        append(bytes, Bytes{0, 0, 0x1e, 3, 9, 9, 9, 0, 1, 4, 0, 0, 0, 0});
        break;
    case Ext::home:
        bytes[1] = 2;
        append(bytes, Bytes{1, 2, 0, 0, 0xc9, 16});
        src = noise(16);
        append(bytes, src);
        break;
    case Ext::routed:
        list(static_cast<uint8_t>(number() % 6), 0, 1, 2);
        break;
    case Ext::type0:
        list(0, static_cast<uint8_t>(1 + number() % 3), 0, 3);
        dst.assign(bytes.end() - 16, bytes.end());
        break;
    case Ext::mobile:
        list(2, 1, 0, 1);
        dst.assign(bytes.end() - 16, bytes.end());
        break;
    case Ext::segments: {
        list(4, static_cast<uint8_t>(1 + number() % 3), 1, 2);
        dst.assign(bytes.begin() + 8, bytes.begin() + 24);
        // A TLV behind the list is no address.
        append(bytes, Bytes{5, 6, 0, 0, 1, 2, 3, 4});
        bytes[1] = static_cast<uint8_t>(bytes.size() / 8 - 1);
        bytes[3] = std::min<uint8_t>(bytes[3], 2);
        break;
    }
    case Ext::atomic:
        append(bytes, Bytes{0, 0});
        append(bytes, noise(4));
        break;
    case Ext::ah:
        bytes[1] = 4; // words, less two
        append(bytes, noise(22));
        break;
    }
    return bytes;
}

Piece Builder::ipv6(Piece inner, const std::vector<Ext>& chain) {
    static constexpr uint8_t number_of[] = {0, 60, 60, 43, 43, 43, 43, 44, 51};
    const Bytes from = noise(16), to = noise(16);
    Bytes src = from, dst = to, headers;
    for (size_t i = 0; i < chain.size(); i++) {
        const uint8_t next =
            i + 1 < chain.size() ? number_of[static_cast<size_t>(chain[i + 1])] : inner.proto;
        append(headers, extension(chain[i], next, src, dst));
    }
    close(inner, true, src, dst);
    Bytes header = {0x60, 0, 0, 0};
    append16(header, static_cast<unsigned>(headers.size() + inner.bytes.size()));
    header.push_back(chain.empty() ? inner.proto : number_of[static_cast<size_t>(chain[0])]);
    header.push_back(64);
    append(header, from);
    append(header, to);
    append(header, headers);
    prepend(inner, header);
    inner.ethertype = 0x86dd;
    inner.proto = 41;
    return inner;
}
