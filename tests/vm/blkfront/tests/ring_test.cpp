// SPDX-License-Identifier: GPL-2.0-or-later
//
// The front half against a back half made of the words of the shared page.
#include <cstring>

#include <gtest/gtest.h>

#include "ring.h"

namespace blkfront {
namespace {

struct Shared {
    alignas(8) std::byte memory[16 * page_bytes];

    uint32_t& word(size_t i) { return reinterpret_cast<uint32_t*>(memory)[i]; }
    uint32_t& req_prod() { return word(0); }
    uint32_t& req_event() { return word(1); }
    uint32_t& rsp_prod() { return word(2); }
    uint32_t& rsp_event() { return word(3); }

    void answer(const Layout& layout, unsigned size, uint64_t id) {
        std::byte* slot = memory + 64 + (rsp_prod() % size) * layout.slot_bytes;
        std::memcpy(slot, &id, sizeof(id));
        rsp_prod()++;
    }
};

TEST(Ring, SizesAreThoseOfBlkback) {
    Shared shared;
    for (const char* name : {"x86_64", "x86_32"})
        for (unsigned order = 0; order <= 4; order++)
            EXPECT_EQ(Ring(shared.memory, page_bytes << order, *find_layout(name)).size(),
                      32u << order);
}

TEST(Ring, GoesAroundManyTimes) {
    Shared shared;
    const Layout& layout = *find_layout("x86_32");
    Ring ring(shared.memory, page_bytes, layout);
    uint64_t answered = 0;
    for (uint64_t id = 0; id < 200; id++) {
        Request request;
        request.id = id;
        EXPECT_GT(ring.free_slots(), 0u);
        ring.push(request);
        EXPECT_EQ(shared.req_prod(), id + 1);
        if (ring.free_slots() > 0)
            continue;
        for (unsigned i = 0; i < ring.size(); i++)
            shared.answer(layout, ring.size(), answered + i);
        while (const auto response = ring.pop())
            EXPECT_EQ(response->id, answered++);
        EXPECT_EQ(ring.free_slots(), ring.size());
    }
    EXPECT_EQ(answered, 192u);
}

TEST(Ring, TellsOnlyWhoWantsToBeTold) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, *find_layout("x86_64"));
    EXPECT_TRUE(ring.push({}));
    // The back end is at work and asks for no event.
    EXPECT_FALSE(ring.push({}));
    shared.req_event() = 3;
    EXPECT_TRUE(ring.push({}));
}

TEST(Ring, NoAnswerIsSleptThrough) {
    Shared shared;
    const Layout& layout = *find_layout("x86_64");
    Ring ring(shared.memory, page_bytes, layout);
    ring.push({});
    EXPECT_FALSE(ring.ask_for_event());
    EXPECT_EQ(shared.rsp_event(), 1u);
    shared.answer(layout, ring.size(), 0);
    EXPECT_TRUE(ring.ask_for_event());
}

TEST(Ring, MoreAnswersThanQuestionsAreNone) {
    Shared shared;
    const Layout& layout = *find_layout("x86_64");
    Ring ring(shared.memory, page_bytes, layout);
    ring.push({});
    shared.rsp_prod() = 2;
    EXPECT_FALSE(ring.pop());
}

} // namespace
} // namespace blkfront
