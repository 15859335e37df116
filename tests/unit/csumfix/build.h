// SPDX-License-Identifier: GPL-2.0-or-later
// Frames built byte by byte, from the inside out, with every checksum right and with notes of where
// each is. What the core finds in them is known without looking for it.
#pragma once

#include "naive.h"

#include <random>

// A TCP or UDP header that the core has to find.
struct Place {
    size_t at, len, field;
    uint8_t proto;
    bool ipv6;
    Bytes pseudo;
};

// A piece of a frame, and what kind of header it begins with.
struct Piece {
    Bytes bytes;
    uint8_t proto = 59;     // where IP goes around it
    uint16_t ethertype = 0; // where Ethernet goes around it
    std::vector<Place> places;
    bool open = false; // the outermost place still needs its pseudo header
};

class Builder {
  public:
    explicit Builder(unsigned seed) : random_(seed) {}

    Piece payload(size_t size);
    Piece payload() { return payload(random_() % 48); }

    Piece tcp(Piece inner, unsigned options = 0); // words of options
    Piece udp(Piece inner, uint16_t port = 53);
    Piece udp_with_surplus(Piece inner); // RFC 9868: IP counts more than UDP does
    Piece vxlan(Piece inner);            // with its UDP and its Ethernet header
    Piece gre(Piece inner, bool sum, bool key, bool seq);
    Piece gre_ethernet(Piece inner);
    Piece vlan(Piece inner, uint16_t tpid);

    enum class Route { none, used, loose, strict };
    Piece ipv4(Piece inner, Route route = Route::none, unsigned plain_options = 0);

    // Extension headers, outermost first; what each does to the pseudo header, it does here.
    enum class Ext { hop, dest, home, routed, type0, mobile, segments, atomic, ah };
    Piece ipv6(Piece inner, const std::vector<Ext>& chain = {});

    Bytes noise(size_t size);
    uint32_t number() { return static_cast<uint32_t>(random_()); }

  private:
    Bytes extension(Ext ext, uint8_t next, Bytes& src, Bytes& dst);

    std::mt19937 random_;
};

// The checksum of one place as the bytes say it should be.
uint16_t right_checksum(const Bytes& frame, const Place& place);
