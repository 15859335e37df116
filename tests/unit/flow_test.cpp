// SPDX-License-Identifier: GPL-2.0-or-later
// The flow of a domain: order, independence, fairness, barriers, and that nothing is ever lost,
// over hand-made and over random sequences of arrivals and changes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <vector>

extern "C" {
#include "flow.h"
#include "knobs.h"
}

namespace {

constexpr uint64_t second = 1'000'000'000;

struct Request {
    xbt_req core{};
    unsigned ring = 0;
    uint64_t arrived = 0;
    uint64_t left = 0;
    bool gone = false;
};

// Drives a flow through virtual time as the glue does through real time. Without more ado all
// rings are of one disk; `disks` deals them out.
class Domain {
  public:
    explicit Domain(unsigned rings, unsigned disks = 1) : disks(disks), rings_(rings) {
        xbt_flow_init(&flow, 0);
        for (xbt_disk& disk : this->disks)
            xbt_disk_init(&disk, 0);
        for (unsigned i = 0; i < rings; i++)
            rings_[i].disk = &this->disks[i % disks];
    }

    Request& arrive(unsigned ring, xbt_dir dir, uint64_t bytes, bool barrier = false) {
        Request& r = *all.emplace_back(std::make_unique<Request>());
        r.core.dir = dir;
        r.core.bytes = bytes;
        r.core.barrier = barrier;
        r.ring = ring;
        r.arrived = now;
        switch (xbt_flow_ask(&flow, &rings_[ring], &r.core, now)) {
        case XBT_GO:
            leave(r);
            break;
        case XBT_HELD:
            break;
        case XBT_HELD_FIRST:
            turn();
        }
        return r;
    }

    // Turn a knob of the domain, or of one of its disks.
    void set(xbt_knob knob, uint64_t value, int disk = -1) {
        ASSERT_TRUE(xbt_knob_takes(knob, value));
        xbt_knob_set(disk < 0 ? &flow.limits : &disks[disk].limits, knob, value, now);
        turn();
    }

    // Let time pass until `end`, stopping wherever somebody may go.
    void run(uint64_t end) {
        for (;;) {
            turn();
            if (wait == U64_MAX || now + wait > end)
                break;
            ASSERT_GT(wait, 0u);
            now += wait;
        }
        now = std::max(now, end);
    }

    void drain(unsigned ring) {
        while (xbt_req* core = xbt_flow_drain(&flow, &rings_[ring]))
            leave(of(core));
        turn();
    }

    [[nodiscard]] bool empty() const {
        return std::all_of(all.begin(), all.end(), [](const auto& r) { return r->gone; });
    }

    xbt_flow flow{};
    std::vector<xbt_disk> disks;
    uint64_t now = 0;
    uint64_t wait = U64_MAX; // what the last turn said
    std::vector<std::unique_ptr<Request>> all;
    std::vector<Request*> departures;

  private:
    Request& of(xbt_req* core) {
        return *reinterpret_cast<Request*>(reinterpret_cast<char*>(core) - offsetof(Request, core));
    }

    void leave(Request& r) {
        ASSERT_FALSE(r.gone) << "a request left twice";
        r.gone = true;
        r.left = now;
        departures.push_back(&r);
    }

    void turn() {
        xbt_ring* ring = nullptr;
        while (xbt_req* core = xbt_flow_next(&flow, now, &ring, &wait)) {
            Request& r = of(core);
            EXPECT_EQ(ring, &rings_[r.ring]);
            leave(r);
        }
    }

    std::vector<xbt_ring> rings_;
};

TEST(Flow, AThrottledDirectionDoesNotStallTheOther) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 1000);
    Request& first = d.arrive(0, XBT_WRITE, 4096);
    Request& held = d.arrive(0, XBT_WRITE, 4096);
    Request& read = d.arrive(0, XBT_READ, 4096);
    EXPECT_TRUE(first.gone);
    EXPECT_FALSE(held.gone);
    EXPECT_TRUE(read.gone);
    d.run(10 * second);
    EXPECT_TRUE(held.gone);
}

TEST(Flow, WhatMovesNoBytesDoesNotWaitBehindWhatDoes) {
    for (const xbt_knob knob : {XBT_KNOB_write_bps, XBT_KNOB_total_bps}) {
        for (const int level : {-1, 0}) {
            Domain d(2);
            d.set(knob, 1, level);
            // There are I/Os for some, not for all.
            d.set(XBT_KNOB_write_iops, 10);
            d.arrive(0, XBT_WRITE, 4096);
            Request& held = d.arrive(0, XBT_WRITE, 4096);
            for (int i = 0; i < 40; i++)
                d.arrive(i % 2, XBT_WRITE, 0);
            d.run(3 * second);
            EXPECT_FALSE(held.gone);
            EXPECT_EQ(d.departures.size(), 31u); // one at once, ten a second
            d.run(5 * second);
            EXPECT_EQ(d.departures.size(), 41u);
        }
    }
}

TEST(Flow, WhatMovesNoBytesKeepsBehindABarrier) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 4096);
    d.arrive(0, XBT_WRITE, 4096);
    d.arrive(0, XBT_WRITE, 4096);
    Request& barrier = d.arrive(0, XBT_WRITE, 0, true);
    Request& flush = d.arrive(0, XBT_WRITE, 0);
    EXPECT_FALSE(flush.gone);
    d.run(second / 2);
    EXPECT_FALSE(flush.gone);
    d.run(2 * second);
    ASSERT_TRUE(flush.gone);
    EXPECT_EQ(d.departures[d.departures.size() - 2], &barrier);
    EXPECT_EQ(d.departures.back(), &flush);
}

TEST(Flow, AFloodWithoutBytesStarvesNoLargeWrite) {
    for (const int level : {-1, 0}) {
        Domain d(1);
        d.set(XBT_KNOB_write_iops, 100, level);
        d.set(XBT_KNOB_write_iops_burst, 100, level);
        d.set(XBT_KNOB_iops_size, 4096, level);
        d.arrive(0, XBT_WRITE, 100 * 4096); // takes all that was saved up
        Request& large = d.arrive(0, XBT_WRITE, 50 * 4096);
        for (int i = 0; i < 400; i++) {
            d.arrive(0, XBT_WRITE, 0);
            d.run(d.now + second / 100);
        }
        EXPECT_TRUE(large.gone);
        // Its own half second, and the share of those that came between.
        EXPECT_LT(large.left, 2 * second);
    }
}

TEST(Flow, BothLimitsOfADirectionHold) {
    Domain d(1);
    d.set(XBT_KNOB_read_bps, 1'000'000);
    d.set(XBT_KNOB_read_iops, 10);
    for (int i = 0; i < 100; i++)
        d.arrive(0, XBT_READ, 512); // the I/Os bind: 51,200 bytes are nothing
    d.run(5 * second);
    EXPECT_EQ(d.departures.size(), 51u); // one at once, ten a second

    Domain e(1);
    e.set(XBT_KNOB_read_bps, 1'000'000);
    e.set(XBT_KNOB_read_iops, 100'000);
    for (int i = 0; i < 100; i++)
        e.arrive(0, XBT_READ, 100'000); // the bytes bind
    e.run(5 * second);
    EXPECT_NEAR(static_cast<double>(e.departures.size()), 50, 1);
}

TEST(Flow, RingsTakeTurns) {
    Domain d(4);
    d.set(XBT_KNOB_write_iops, 100);
    for (int i = 0; i < 1000; i++) // ring 0 floods before the others say a word
        d.arrive(0, XBT_WRITE, 4096);
    for (unsigned ring = 1; ring < 4; ring++)
        for (int i = 0; i < 30; i++)
            d.arrive(ring, XBT_WRITE, 4096);
    d.departures.clear();
    d.run(second);
    std::array<int, 4> served{};
    for (const Request* r : d.departures)
        served[r->ring]++;
    for (const int n : served)
        EXPECT_NEAR(n, 25, 1);
}

TEST(Flow, RaisingALimitLetsTheWaitingGoAtOnce) {
    Domain d(1);
    d.set(XBT_KNOB_write_bps, 1);
    for (int i = 0; i < 10; i++)
        d.arrive(0, XBT_WRITE, 4096);
    EXPECT_EQ(d.departures.size(), 1u);
    d.run(second / 1000);
    d.set(XBT_KNOB_write_bps, XBT_MAX);
    EXPECT_EQ(d.departures.size(), 10u);
}

TEST(Flow, ABarrierNeitherOvertakesNorIsOvertaken) {
    Domain d(2);
    d.set(XBT_KNOB_write_iops, 10);
    Request& go = d.arrive(0, XBT_WRITE, 1);
    Request& held = d.arrive(0, XBT_WRITE, 1);
    Request& barrier = d.arrive(0, XBT_WRITE, 0, true);
    Request& read = d.arrive(0, XBT_READ, 1); // reads have no limit, yet it came after
    Request& write = d.arrive(0, XBT_WRITE, 1);
    Request& other = d.arrive(1, XBT_READ, 1); // another ring does not care
    EXPECT_TRUE(go.gone);
    EXPECT_TRUE(other.gone);
    EXPECT_FALSE(held.gone || barrier.gone || read.gone || write.gone);
    d.run(second);
    EXPECT_TRUE(d.empty());
    EXPECT_LT(held.left, barrier.left);
    EXPECT_LE(barrier.left, read.left);
    EXPECT_LT(barrier.left, write.left);
    const std::vector<Request*> order = {&go, &other, &held, &barrier, &read, &write};
    EXPECT_EQ(d.departures, order);
}

TEST(Flow, DrainTakesAllOfOneRingAndLeavesTheOthers) {
    Domain d(2);
    d.set(XBT_KNOB_write_iops, 1);
    d.set(XBT_KNOB_read_iops, 1);
    for (int i = 0; i < 10; i++) {
        d.arrive(i % 2, XBT_WRITE, 1, i == 6);
        d.arrive(i % 2, XBT_READ, 1);
    }
    d.drain(0);
    for (const auto& r : d.all)
        EXPECT_TRUE(r->gone || r->ring == 1);
    EXPECT_FALSE(d.empty());
    d.run(100 * second);
    EXPECT_TRUE(d.empty());
    EXPECT_EQ(d.wait, U64_MAX);
}

// What holds whatever happens.
class FlowRandom : public testing::TestWithParam<int> {};

void check_order(const Domain& d) {
    // By ring: departures in the order of arrival for each direction, and around barriers.
    std::vector<size_t> rank(d.all.size());
    for (size_t i = 0; i < d.departures.size(); i++)
        for (size_t k = 0; k < d.all.size(); k++)
            if (d.all[k].get() == d.departures[i])
                rank[k] = i;
    for (size_t i = 0; i < d.all.size(); i++)
        for (size_t k = i + 1; k < d.all.size(); k++) {
            const Request& a = *d.all[i];
            const Request& b = *d.all[k];
            if (a.ring == b.ring &&
                (a.core.dir == b.core.dir || a.core.barrier || b.core.barrier)) {
                ASSERT_LT(rank[i], rank[k]) << i << " and " << k << " left in the wrong order";
            }
        }
}

TEST_P(FlowRandom, NothingIsLostDoubledOrOvertaken) {
    std::mt19937_64 random(GetParam());
    Domain d(3);
    const std::array<uint64_t, 6> rates = {1, 50, 4096, 1'000'000, 1'000'000'000'000, U64_MAX};
    for (int i = 0; i < 400; i++) {
        switch (random() % 12) {
        case 0:
            d.set(random() % 2 ? XBT_KNOB_read_bps : XBT_KNOB_write_bps,
                  rates[random() % rates.size()]);
            break;
        case 1:
            d.set(random() % 2 ? XBT_KNOB_read_iops : XBT_KNOB_write_iops,
                  rates[random() % rates.size()]);
            break;
        case 2:
            d.run(d.now + random() % second);
            break;
        case 3:
            d.arrive(random() % 3, XBT_WRITE, random() % 3 ? 0 : 4096, true);
            break;
        default:
            d.arrive(random() % 3, random() % 2 ? XBT_READ : XBT_WRITE, random() % 300000);
        }
    }
    for (const xbt_knob knob :
         {XBT_KNOB_read_bps, XBT_KNOB_write_bps, XBT_KNOB_read_iops, XBT_KNOB_write_iops})
        d.set(knob, XBT_MAX);
    EXPECT_TRUE(d.empty());
    EXPECT_EQ(d.departures.size(), d.all.size());
    EXPECT_EQ(d.wait, U64_MAX);
    check_order(d);
}

TEST_P(FlowRandom, TheRateHoldsOverEveryWindow) {
    std::mt19937_64 random(GetParam());
    Domain d(2);
    const uint64_t rate = 1 + random() % 10'000'000;
    const uint64_t largest = 1 + random() % 200'000;
    d.set(XBT_KNOB_write_bps, rate);
    const uint64_t depth = d.flow.limits.bucket[XBT_WRITE][XBT_BPS].depth;
    uint64_t total = 0;
    for (int i = 0; i < 300; i++) { // demand from first to last: more than goes
        const uint64_t bytes = 1 + random() % largest;
        total += bytes;
        d.arrive(random() % 2, XBT_WRITE, bytes);
    }
    d.run(total / rate * second + 1000 * second);
    ASSERT_TRUE(d.empty());

    using wide = __int128;
    for (size_t i = 0; i < d.departures.size(); i++) {
        wide bytes = 0;
        for (size_t k = i; k < d.departures.size(); k++) {
            bytes += d.departures[k]->core.bytes;
            const wide window = wide(d.departures[k]->left - d.departures[i]->left) * rate;
            // Never more than the depth beyond the rate, or than one request that exceeds it...
            ASSERT_LE(bytes * second, window + wide(std::max(depth, largest)) * second);
            // ... and, with demand all along, never more than one request below it.
            ASSERT_GE((bytes + wide(largest)) * second, window);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, FlowRandom, testing::Range(1, 41));

} // namespace
