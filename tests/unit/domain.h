// SPDX-License-Identifier: GPL-2.0-or-later
// A domain with its disks and rings, driven through virtual time as the glue drives it through real
// time. What holds at every step whatever a test does is checked here.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

extern "C" {
#include "flow.h"
#include "knobs.h"
}

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
        xbt_flow_init(&flow);
        for (xbt_disk& disk : this->disks)
            xbt_disk_init(&disk);
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
        xbt_flow_level(&flow);
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

    // Somebody asks at this time.
    void look_at(uint64_t t) {
        now = t;
        turn();
    }

    // The clock is read on another CPU, where it is behind.
    void step_back(uint64_t by) { look_at(now - std::min(now, by)); }

    [[nodiscard]] unsigned rings() const { return rings_.size(); }

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
