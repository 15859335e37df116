// SPDX-License-Identifier: GPL-2.0-or-later
//
// Requests as the three ABIs of blkif lay them out. Written as offsets and not
// as structures: one compiler can build one layout only, and a request that no
// structure foresees has to be sendable, too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "grants.h"

namespace blkfront {

// What all front ends have in common.
using namespace frontlib;

inline constexpr unsigned sector_bytes = 512;
inline constexpr unsigned page_sectors = page_bytes / sector_bytes;
inline constexpr unsigned max_direct_segments = 11;
inline constexpr unsigned segment_bytes = 8;
inline constexpr unsigned indirect_page_segments = page_bytes / segment_bytes;

enum Operation : uint8_t {
    op_read = 0,
    op_write = 1,
    op_barrier = 2,
    op_flush = 3,
    op_discard = 5,
    op_indirect = 6,
};

enum Status : int16_t {
    status_ok = 0,
    status_error = -1,
    status_unsupported = -2,
};

struct Segment {
    uint32_t gref;
    uint8_t first; // sectors of the page, both included
    uint8_t last;
};

struct Request {
    uint8_t operation = op_read;
    uint64_t id = 0;
    uint64_t sector = 0;
    uint16_t handle = 0;
    // Direct requests carry at most max_direct_segments of these; what is
    // claimed may be another number.
    std::vector<Segment> segments;
    std::optional<unsigned> claimed_segments;
    uint64_t discard_sectors = 0;
    bool secure = false;
    // Indirect ones: the operation that is meant, and the pages with segments.
    uint8_t indirect_operation = op_read;
    std::vector<uint32_t> indirect_grefs;
};

struct Response {
    uint64_t id;
    uint8_t operation;
    int16_t status;
};

// Where things are in a slot of the ring.
struct Layout {
    std::string_view abi; // the value of the front end's "protocol"
    size_t slot_bytes;
    size_t id;
    size_t sector;
    size_t segments;
    size_t discard_sectors;
    size_t indirect_handle;
    size_t indirect_grefs;
};

// "native", "x86_32" or "x86_64"; nothing for any other name.
const Layout* find_layout(std::string_view name);

inline constexpr size_t max_slot_bytes = 112;
using Slot = std::array<std::byte, max_slot_bytes>;

Slot encode(const Layout& layout, const Request& request);
Response decode(const std::byte* slot);

// The content of one page of segments of an indirect request.
void encode_segment(std::byte* at, const Segment& segment);

} // namespace blkfront
