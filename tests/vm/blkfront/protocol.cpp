// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol.h"

#include <algorithm>
#include <cstring>

namespace blkfront {

namespace {

constexpr size_t at_operation = 0;
// The byte after it: number of segments, flag of a discard, or what an
// indirect one means; then the disk, or an indirect one's number of segments.
constexpr size_t at_second = 1;
constexpr size_t at_third = 2;

constexpr std::array layouts = {
    Layout{"x86_64-abi", 112, 8, 16, 24, 24, 24, 28},
    Layout{"x86_32-abi", 108, 4, 12, 20, 20, 20, 24},
};

template <typename T>
void put(Slot& slot, size_t offset, T value) {
    std::memcpy(slot.data() + offset, &value, sizeof(value));
}

template <typename T>
T get(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof(value));
    return value;
}

} // namespace

const Layout* find_layout(std::string_view name) {
    // This program is built for the ABI of its own dom0.
    if (name == "x86_64" || name == "native")
        return &layouts[0];
    return name == "x86_32" ? &layouts[1] : nullptr;
}

void encode_segment(std::byte* at, const Segment& segment) {
    std::memset(at, 0, segment_bytes);
    std::memcpy(at, &segment.gref, sizeof(segment.gref));
    std::memcpy(at + 4, &segment.first, 1);
    std::memcpy(at + 5, &segment.last, 1);
}

Slot encode(const Layout& layout, const Request& request) {
    Slot slot{};
    const auto nr =
        request.claimed_segments.value_or(static_cast<unsigned>(request.segments.size()));

    put(slot, at_operation, request.operation);
    put(slot, layout.id, request.id);
    put(slot, layout.sector, request.sector);
    if (request.operation == op_indirect) {
        put(slot, at_second, request.indirect_operation);
        put(slot, at_third, static_cast<uint16_t>(nr));
        put(slot, layout.indirect_handle, request.handle);
        for (size_t i = 0; i < std::min<size_t>(request.indirect_grefs.size(), 8); i++)
            put(slot, layout.indirect_grefs + 4 * i, request.indirect_grefs[i]);
        return slot;
    }
    put(slot, at_third, request.handle);
    if (request.operation == op_discard) {
        put(slot, at_second, static_cast<uint8_t>(request.secure));
        put(slot, layout.discard_sectors, request.discard_sectors);
        return slot;
    }
    put(slot, at_second, static_cast<uint8_t>(nr));
    const auto fitting = std::min<size_t>(request.segments.size(), max_direct_segments);
    for (size_t i = 0; i < fitting; i++)
        encode_segment(slot.data() + layout.segments + segment_bytes * i, request.segments[i]);
    return slot;
}

Response decode(const std::byte* slot) {
    return {get<uint64_t>(slot), get<uint8_t>(slot + 8), get<int16_t>(slot + 10)};
}

} // namespace blkfront
