// SPDX-License-Identifier: GPL-2.0-or-later
// The whole flow, both levels and every knob, in step with the judge: each departure is the one
// that the rules name, at the nanosecond that they name; never earlier, never later.
#include "judge.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

extern "C" {
#include "flow.h"
}

namespace {

constexpr uint64_t second = 1'000'000'000;

class InStep {
  public:
    InStep(unsigned disks, unsigned rings)
        : judge(disks, deal(disks, rings)), disks(disks), rings(rings) {
        xbt_flow_init(&flow);
        for (xbt_disk& disk : this->disks)
            xbt_disk_init(&disk);
        for (unsigned i = 0; i < rings; i++)
            this->rings[i].disk = &this->disks[i % disks];
    }

    void set(int disk, unsigned knob, uint64_t value) {
        xbt_knob_set(disk < 0 ? &flow.limits : &disks[disk].limits, knob, value, now);
        xbt_flow_level(&flow);
        judge.set(disk, knob, value, big(now));
        judge.level();
        serve();
    }

    void arrive(unsigned ring, unsigned dir, uint64_t bytes, bool barrier) {
        auto& r = *all.emplace_back(std::make_unique<Request>());
        r.core.dir = dir;
        r.core.bytes = bytes;
        r.core.barrier = barrier;
        r.judged = {ring, dir, bytes, barrier};
        const bool goes = judge.ask(&r.judged, big(now));
        ASSERT_EQ(xbt_flow_ask(&flow, &rings[ring], &r.core, now) == XBT_GO, goes);
        departures += goes;
        waiting += !goes;
        serve();
    }

    void drain(unsigned ring) {
        while (xbt_req* core = xbt_flow_drain(&flow, &rings[ring])) {
            judge.drained(&reinterpret_cast<Request*>(core)->judged);
            waiting--;
        }
        serve();
    }

    // To `end`, waking up when the core says.
    void run(uint64_t end) {
        while (!testing::Test::HasFatalFailure() && wait != U64_MAX && now + wait <= end) {
            now += wait;
            serve();
        }
        if (end > now) {
            now = end;
            serve();
        }
    }

    uint64_t now = 1000;
    uint64_t wait = U64_MAX;
    unsigned departures = 0, waiting = 0;

  private:
    struct Request {
        xbt_req core{}; // first: one is the other
        JudgedRequest judged{};
    };

    static std::vector<unsigned> deal(unsigned disks, unsigned rings) {
        std::vector<unsigned> disk(rings);
        for (unsigned i = 0; i < rings; i++)
            disk[i] = i % disks;
        return disk;
    }

    void serve() {
        for (;;) {
            xbt_ring* ring = nullptr;
            xbt_req* core = xbt_flow_next(&flow, now, &ring, &wait);
            const JudgedRequest* judged = judge.next(big(now));
            ASSERT_EQ(core ? &reinterpret_cast<Request*>(core)->judged : nullptr, judged);
            if (!core)
                break;
            ASSERT_EQ(ring, &rings[judged->ring]);
            departures++;
            waiting--;
        }
        ASSERT_EQ(wait == U64_MAX, waiting == 0);
        if (waiting) {
            ASSERT_EQ(judge.again(), big(now) + big(wait)) << "not when the tokens let somebody go";
        }
    }

    Judge judge;
    xbt_flow flow{};
    std::vector<xbt_disk> disks;
    std::vector<xbt_ring> rings;
    std::vector<std::unique_ptr<Request>> all;
};

// Values near each other, so that several limits bind in turn, and some extremes.
uint64_t value_for(unsigned knob, std::mt19937_64& random) {
    const bool ios = knob == XBT_KNOB_read_iops || knob == XBT_KNOB_write_iops ||
                     knob == XBT_KNOB_total_iops ||
                     (knob >= XBT_KNOB_read_iops_burst && knob <= XBT_KNOB_total_iops_burst) ||
                     knob >= XBT_KNOB_read_iops_peak;
    if (knob == XBT_KNOB_iops_size)
        return std::array<uint64_t, 6>{0, 1, 4096, 4097, 65536, XBT_SIZE_MAX}[random() % 6];
    if (random() % 8 == 0)
        return xbt_knob_initial(knob);
    if (random() % 16 == 0)
        return XBT_RATE_MAX;
    const uint64_t base = ios ? 50 : 300'000;
    return 1 + base * (1 + random() % 8) + random() % base;
}

class JudgeRandom : public testing::TestWithParam<int> {};

TEST_P(JudgeRandom, EveryDepartureIsTheOneTheRulesNameToTheNanosecond) {
    std::mt19937_64 random(GetParam());
    const unsigned disks = 1 + random() % 3;
    const unsigned rings = disks + random() % 4;
    InStep run(disks, rings);
    // Seeds differ in how often knobs are turned: a few limits that stay, or all in motion.
    const unsigned turning = GetParam() % 2 ? 40 : 6;
    for (int i = 0; i < 4; i++) {
        const unsigned knob = random() % 6; // sustained
        run.set(static_cast<int>(random() % (disks + 1)) - 1, knob, value_for(knob, random));
    }
    for (int i = 0; i < 2000 && !HasFatalFailure(); i++) {
        if (random() % turning == 0) {
            const unsigned knob = random() % XBT_KNOBS;
            run.set(static_cast<int>(random() % (disks + 1)) - 1, knob, value_for(knob, random));
        } else if (random() % 200 == 0) {
            run.drain(random() % rings);
        } else if (run.waiting > 24 || random() % 4 == 0) {
            const uint64_t most = random() % 50 ? second / 4 : 86400 * second;
            run.run(run.now + random() % most);
        } else {
            const uint64_t most = random() % 4 ? 9000 : 1 << 20;
            const bool none = random() % 16 == 0;
            run.arrive(random() % rings, random() % 2, none ? 0 : 1 + random() % most,
                       random() % 24 == 0);
        }
    }
    ASSERT_GT(run.departures, 100u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, JudgeRandom, testing::Range(1, 21));

} // namespace
