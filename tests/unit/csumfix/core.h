// SPDX-License-Identifier: GPL-2.0-or-later
// The core, asked as its users ask it. What is handed to it ends where it may read no further, so
// that AddressSanitizer sees every byte too many.
#pragma once

#include "reference.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

extern "C" {
#include "decide.h"
#include "frame.h"
}

inline const char* name_of(xcf_kind kind) {
    switch (kind) {
    case XCF_SUMMED:
        return "summed";
    case XCF_OTHER:
        return "other";
    case XCF_FRAGMENT:
        return "fragment";
    case XCF_TRUNCATED:
        return "truncated";
    case XCF_MALFORMED:
        return "malformed";
    }
    return "no kind at all";
}

// One call; its answer is how many bytes it wants.
inline u32 ask(xcf_frame& frame, uint16_t ethertype, View bytes, size_t have) {
    const std::unique_ptr<uint8_t[]> there(new uint8_t[have]);
    std::copy_n(bytes.begin(), have, there.get());
    return xcf_parse(&frame, htons(ethertype), there.get(), static_cast<u32>(have),
                     static_cast<u32>(bytes.size()));
}

// With all bytes there, it must not want any.
inline xcf_frame parse(uint16_t ethertype, View bytes) {
    xcf_frame frame;
    if (ask(frame, ethertype, bytes, bytes.size()) != 0)
        throw std::logic_error("asks for bytes though all are there");
    return frame;
}

inline __wsum sum_of(View frame, const xcf_layer& layer, bool with_field) {
    Bytes covered(frame.begin() + layer.at, frame.begin() + layer.at + layer.len);
    if (!with_field)
        put16(covered, layer.field - layer.at, 0);
    return as_wsum(ones_sum(covered));
}

// What belongs into the field, as a number.
inline uint16_t computed(View frame, const xcf_layer& layer) {
    return ntohs(xcf_checksum(&layer, sum_of(frame, layer, false)));
}

inline bool good(View frame, const xcf_layer& layer) {
    return xcf_good(&layer, sum_of(frame, layer, true));
}

// The first difference between what the core found and what is there; empty if none.
inline std::string difference(const xcf_frame& frame, const Reading& reading, View bytes) {
    if (reading.kind != name_of(frame.kind))
        return std::string(name_of(frame.kind)) + " instead of " + reading.kind;
    if (frame.layers != reading.places.size())
        return std::to_string(frame.layers) + " layers";
    for (size_t i = 0; i < reading.places.size(); i++) {
        const xcf_layer& layer = frame.layer[i];
        const Place& place = reading.places[i];
        const std::string which = "layer " + std::to_string(i) + ": ";
        if (layer.at != place.at || layer.len != place.len || layer.field != place.field)
            return which + "at " + std::to_string(layer.at) + ", " + std::to_string(layer.len) +
                   " bytes";
        if (layer.proto != place.proto || layer.ipv6 != place.ipv6)
            return which + "protocol";
        if (i < reading.tunnel.size() && layer.tunnel != reading.tunnel[i])
            return which + "tunnel";
        if (i < reading.inner.size() && layer.inner != reading.inner[i])
            return which + "inner";
        if (ntohs(layer.value) != get16(bytes, place.field))
            return which + "value";
        if (computed(bytes, layer) != right_checksum(Bytes(bytes.begin(), bytes.end()), place))
            return which + "checksum";
    }
    return {};
}
