// SPDX-License-Identifier: GPL-2.0-or-later
//
// The front half against a back half made of the words of the shared page.
#include <cstring>

#include <gtest/gtest.h>

#include "ring.h"

namespace frontlib {
namespace {

constexpr size_t slot_bytes = 108;
constexpr size_t page_bytes = 4096;
constexpr std::byte request[slot_bytes] = {};

struct Shared {
    alignas(8) std::byte memory[16 * page_bytes];

    uint32_t& word(size_t i) { return reinterpret_cast<uint32_t*>(memory)[i]; }
    uint32_t& req_prod() { return word(0); }
    uint32_t& req_event() { return word(1); }
    uint32_t& rsp_prod() { return word(2); }
    uint32_t& rsp_event() { return word(3); }

    void answer(unsigned size, uint64_t id) {
        std::byte* slot = memory + 64 + (rsp_prod() % size) * slot_bytes;
        std::memcpy(slot, &id, sizeof(id));
        rsp_prod()++;
    }
};

TEST(Ring, SizesAreThoseOfTheBackEnds) {
    Shared shared;
    for (unsigned order = 0; order <= 4; order++)
        for (const size_t slot : {108, 112})
            EXPECT_EQ(Ring(shared.memory, page_bytes << order, slot).size(), 32u << order);
    for (const size_t slot : {8, 12})
        EXPECT_EQ(Ring(shared.memory, page_bytes, slot).size(), 256u);
}

TEST(Ring, GoesAroundManyTimes) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, slot_bytes);
    uint64_t answered = 0;
    for (uint64_t id = 0; id < 200; id++) {
        EXPECT_GT(ring.free_slots(), 0u);
        ring.put(request);
        ring.show();
        EXPECT_EQ(shared.req_prod(), id + 1);
        if (ring.free_slots() > 0)
            continue;
        for (unsigned i = 0; i < ring.size(); i++)
            shared.answer(ring.size(), answered + i);
        while (const std::byte* response = ring.take()) {
            uint64_t seen;
            std::memcpy(&seen, response, sizeof(seen));
            EXPECT_EQ(seen, answered++);
        }
        EXPECT_EQ(ring.free_slots(), ring.size());
    }
    EXPECT_EQ(answered, 192u);
}

TEST(Ring, ShowsSeveralAtOnce) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, slot_bytes);
    for (unsigned i = 0; i < 3; i++)
        ring.put(request);
    EXPECT_EQ(shared.req_prod(), 0u);
    // The back end waits for the second of them.
    shared.req_event() = 2;
    EXPECT_TRUE(ring.show());
    EXPECT_EQ(shared.req_prod(), 3u);
}

TEST(Ring, TellsOnlyWhoWantsToBeTold) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, slot_bytes);
    ring.put(request);
    EXPECT_TRUE(ring.show());
    // The back end is at work and asks for no event.
    ring.put(request);
    EXPECT_FALSE(ring.show());
    shared.req_event() = 3;
    ring.put(request);
    EXPECT_TRUE(ring.show());
}

TEST(Ring, NoAnswerIsSleptThrough) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, slot_bytes);
    ring.put(request);
    ring.show();
    EXPECT_FALSE(ring.ask_for_event());
    EXPECT_EQ(shared.rsp_event(), 1u);
    shared.answer(ring.size(), 0);
    EXPECT_TRUE(ring.ask_for_event());
}

TEST(Ring, MoreAnswersThanQuestionsAreNone) {
    Shared shared;
    Ring ring(shared.memory, page_bytes, slot_bytes);
    ring.put(request);
    ring.show();
    shared.rsp_prod() = 2;
    EXPECT_FALSE(ring.take());
}

} // namespace
} // namespace frontlib
