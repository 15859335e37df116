// SPDX-License-Identifier: GPL-2.0-or-later
#include "combinations.h"

namespace {

using Ext = Builder::Ext;
using Route = Builder::Route;

// A header or several that go around a piece, by name.
struct Around {
    const char* name;
    std::function<Piece(Builder&, Piece)> put;
};

Around v6(const char* name, std::vector<Ext> chain) {
    return {name, [chain](Builder& b, Piece p) { return b.ipv6(std::move(p), chain); }};
}

Around v4(const char* name, Route route, unsigned options) {
    return {name, [=](Builder& b, Piece p) { return b.ipv4(std::move(p), route, options); }};
}

const std::vector<Around> networks = {
    v4("ipv4", Route::none, 0),
    v4("ipv4 options", Route::none, 10),
    v4("ipv4 used route", Route::used, 1),
    v4("ipv4 loose route", Route::loose, 0),
    v4("ipv4 strict route", Route::strict, 2),
    v6("ipv6", {}),
    v6("ipv6 hop", {Ext::hop}),
    v6("ipv6 dest", {Ext::dest}),
    v6("ipv6 home", {Ext::home}),
    v6("ipv6 routed", {Ext::routed}),
    v6("ipv6 type0", {Ext::type0}),
    v6("ipv6 mobile", {Ext::mobile}),
    v6("ipv6 segments", {Ext::segments}),
    v6("ipv6 atomic", {Ext::atomic}),
    v6("ipv6 ah", {Ext::ah}),
    v6("ipv6 all", {Ext::hop, Ext::dest, Ext::segments, Ext::atomic, Ext::ah, Ext::home}),
};

const std::vector<Around> transports = {
    {"tcp", [](Builder& b, Piece p) { return b.tcp(std::move(p)); }},
    {"tcp options", [](Builder& b, Piece p) { return b.tcp(std::move(p), 10); }},
    {"udp", [](Builder& b, Piece p) { return b.udp(std::move(p)); }},
    {"udp surplus", [](Builder& b, Piece p) { return b.udp_with_surplus(std::move(p)); }},
};

Piece no_tunnel(Builder&, Piece piece) {
    return piece;
}

const std::vector<Around> tunnels = {
    {"", no_tunnel},
    {"vxlan", [](Builder& b, Piece p) { return b.vxlan(std::move(p)); }},
    {"gre", [](Builder& b, Piece p) { return b.gre(std::move(p), false, false, false); }},
    {"gre key seq sum", [](Builder& b, Piece p) { return b.gre(std::move(p), true, true, true); }},
    {"gre ethernet", [](Builder& b, Piece p) { return b.gre_ethernet(std::move(p)); }},
    {"ip", no_tunnel},
};

Piece tagged(Builder& b, Piece piece, int tags) {
    if (tags > 0)
        piece = b.vlan(std::move(piece), 0x8100);
    if (tags > 1)
        piece = b.vlan(std::move(piece), b.number() % 2 ? 0x88a8 : 0x8100);
    return piece;
}

} // namespace

void each_combination(unsigned seed,
                      const std::function<void(const Piece&, const std::string&)>& with) {
    Builder b(seed);
    for (const Around& network : networks)
        for (const Around& transport : transports)
            for (const Around& tunnel : tunnels)
                for (const Around& inner : networks) {
                    const bool bare = &tunnel == &tunnels[0];
                    if (bare && &inner != &networks[0])
                        break;
                    Piece piece = transport.put(b, b.payload());
                    std::string name = network.name;
                    if (!bare) {
                        piece = inner.put(b, std::move(piece));
                        // Two tags, on odd ones, inside of what is Ethernet.
                        const std::string_view kind = tunnel.name;
                        if (kind == "vxlan" || kind == "gre ethernet")
                            piece = tagged(b, std::move(piece), static_cast<int>(b.number() % 3));
                        piece = tunnel.put(b, std::move(piece));
                        name += std::string(", ") + tunnel.name + ", " + inner.name;
                    }
                    piece = network.put(b, std::move(piece));
                    const int tags = static_cast<int>(b.number() % 3);
                    piece = tagged(b, std::move(piece), tags);
                    with(piece, name + ", " + transport.name + ", tags " + std::to_string(tags));
                }
}
