// SPDX-License-Identifier: GPL-2.0-or-later
//
// The offsets, against Xen's own header: as it is for the 64-bit ABI, and with
// the i386 alignment of 64-bit integers for the 32-bit one.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <gtest/gtest.h>
#include <xen/xen.h>
// Outside of the name spaces, so that they are not read into the first one.
#include <xen/grant_table.h>
#include <xen/io/ring.h>

namespace abi64 {
#include <xen/io/blkif.h>
}
#undef __XEN_PUBLIC_IO_BLKIF_H__
// The i386 ABI aligns 64-bit integers to 4 bytes.
#pragma pack(push, 4)
namespace abi32 {
#include <xen/io/blkif.h>
}
#pragma pack(pop)

#include "protocol.h"

namespace blkfront {
namespace {

template <typename T>
T at(const Slot& slot) {
    T value;
    std::memcpy(&value, slot.data(), sizeof(value));
    return value;
}

Request sample(uint8_t operation) {
    Request request;
    request.operation = operation;
    request.id = 0x1122334455667788;
    request.sector = 0x99aabbccddeeff00;
    request.handle = 0xbeef;
    return request;
}

// By value: gtest takes references, and a member of the 32-bit ABI may not be
// aligned as this machine wants it.
#define EXPECT_SAME(member, value) EXPECT_EQ(uint64_t{member}, uint64_t{value})

template <typename Rw, typename Discard, typename Indirect, typename Entry>
void check_layout(const Layout& layout) {
    EXPECT_EQ(layout.slot_bytes, sizeof(Entry));

    Request request = sample(op_write);
    for (uint32_t i = 0; i < max_direct_segments; i++)
        request.segments.push_back({0xabcd0000 + i, static_cast<uint8_t>(i % 4), 7});
    const auto rw = at<Rw>(encode(layout, request));
    EXPECT_SAME(rw.operation, op_write);
    EXPECT_SAME(rw.nr_segments, max_direct_segments);
    EXPECT_SAME(rw.handle, request.handle);
    EXPECT_SAME(rw.id, request.id);
    EXPECT_SAME(rw.sector_number, request.sector);
    for (unsigned i = 0; i < max_direct_segments; i++) {
        EXPECT_SAME(rw.seg[i].gref, 0xabcd0000 + i);
        EXPECT_SAME(rw.seg[i].first_sect, i % 4);
        EXPECT_SAME(rw.seg[i].last_sect, 7);
    }

    request = sample(op_discard);
    request.discard_sectors = 0x123456789a;
    request.secure = true;
    const auto discard = at<Discard>(encode(layout, request));
    EXPECT_SAME(discard.flag, 1);
    EXPECT_SAME(discard.id, request.id);
    EXPECT_SAME(discard.sector_number, request.sector);
    EXPECT_SAME(discard.nr_sectors, request.discard_sectors);

    request = sample(op_indirect);
    request.indirect_operation = op_write;
    request.segments.resize(256);
    for (uint32_t i = 0; i < 8; i++)
        request.indirect_grefs.push_back(0xfeed0000 + i);
    const auto indirect = at<Indirect>(encode(layout, request));
    EXPECT_SAME(indirect.operation, op_indirect);
    EXPECT_SAME(indirect.indirect_op, op_write);
    EXPECT_SAME(indirect.nr_segments, 256);
    EXPECT_SAME(indirect.id, request.id);
    EXPECT_SAME(indirect.sector_number, request.sector);
    EXPECT_SAME(indirect.handle, request.handle);
    for (unsigned i = 0; i < 8; i++)
        EXPECT_SAME(indirect.indirect_grefs[i], 0xfeed0000 + i);
}

TEST(Protocol, X86_64) {
    check_layout<abi64::blkif_request, abi64::blkif_request_discard, abi64::blkif_request_indirect,
                 abi64::blkif_sring_entry>(*find_layout("x86_64"));
}

TEST(Protocol, X86_32) {
    check_layout<abi32::blkif_request, abi32::blkif_request_discard, abi32::blkif_request_indirect,
                 abi32::blkif_sring_entry>(*find_layout("x86_32"));
}

TEST(Protocol, NamesAreXens) {
    EXPECT_EQ(find_layout("native"), find_layout("x86_64"));
    EXPECT_EQ(find_layout("x86_64")->abi, "x86_64-abi");
    EXPECT_EQ(find_layout("x86_32")->abi, "x86_32-abi");
    EXPECT_EQ(find_layout("arm"), nullptr);
}

TEST(Protocol, AnswersOfBothAreRead) {
    abi64::blkif_response wide{};
    wide.id = 77;
    wide.operation = op_flush;
    wide.status = BLKIF_RSP_EOPNOTSUPP;
    auto read = decode(reinterpret_cast<const std::byte*>(&wide));
    EXPECT_EQ(read.id, 77u);
    EXPECT_EQ(read.operation, op_flush);
    EXPECT_EQ(read.status, status_unsupported);
    abi32::blkif_response narrow{};
    narrow.id = 1ull << 40;
    narrow.status = BLKIF_RSP_ERROR;
    read = decode(reinterpret_cast<const std::byte*>(&narrow));
    EXPECT_EQ(read.id, 1ull << 40);
    EXPECT_EQ(read.status, status_error);
}

TEST(Protocol, MoreSegmentsThanFitStayOut) {
    Request request = sample(op_write);
    request.segments.assign(40, Segment{0xffffffff, 0xff, 0xff});
    const Layout& layout = *find_layout("x86_32");
    const Slot slot = encode(layout, request);
    EXPECT_EQ(static_cast<uint8_t>(slot[1]), 40);
    for (size_t i = layout.segments + max_direct_segments * segment_bytes; i < slot.size(); i++)
        EXPECT_EQ(static_cast<uint8_t>(slot[i]), 0);
}

} // namespace
} // namespace blkfront
