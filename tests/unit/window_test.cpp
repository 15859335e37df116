// SPDX-License-Identifier: GPL-2.0-or-later
// The rate over every window of time: never beyond the burst, or one request that exceeds it; and
// with demand all along never more than one request below. At both levels, for every limit.
#include "load.h"

#include <random>

namespace {

using wide = __int128;

struct Limit {
    uint64_t rate, burst, largest;
};

struct Gone {
    uint64_t when, cost;
};

// Every window from one departure to another, in linear time: the sums are compared with the
// extremes that they have had before.
void expect_within(const std::vector<Gone>& gone, const Limit& limit, bool demand) {
    const wide above = wide(std::max(limit.burst, limit.largest)) * second;
    const wide below = wide(limit.largest) * second;
    wide sum = 0, least = 0, most = 0;
    for (size_t i = 0; i < gone.size(); i++) {
        const wide due = wide(gone[i].when) * limit.rate;
        const wide before = sum - due;
        least = i ? std::min(least, before) : before;
        most = i ? std::max(most, before) : before;
        sum += wide(gone[i].cost) * second;
        ASSERT_LE(sum - due - least, above) << "departure " << i << " is too early";
        ASSERT_TRUE(!demand || sum - due - most >= -below) << "departure " << i << " is too late";
    }
}

// Who of the departures counts for a knob at a level, and what.
std::vector<Gone> select(const Domain& d, bool ios, int scope, int disk, uint64_t size) {
    std::vector<Gone> gone;
    for (const Request* r : d.departures)
        if ((scope == XBT_TOTAL || scope == r->core.dir) &&
            (disk < 0 || r->ring % d.disks.size() == static_cast<unsigned>(disk))) {
            const uint64_t n = size && r->core.bytes ? (r->core.bytes + size - 1) / size : 1;
            gone.push_back({r->left, ios ? n : r->core.bytes});
        }
    return gone;
}

// Waiting requests of all sizes in every line, so that there is demand until `end`.
void flood(Domain& d, uint64_t end, std::mt19937_64& random, uint64_t largest) {
    std::vector<std::vector<const Request*>> waiting(8);
    const auto fill = [&] {
        for (unsigned i = 0; i < waiting.size(); i++) {
            std::erase_if(waiting[i], [](const Request* r) { return r->gone; });
            while (waiting[i].size() < 3) {
                Request& r = d.arrive(i / 2, i % 2 ? XBT_WRITE : XBT_READ,
                                      1 + random() % (random() % 4 ? 8192 : largest));
                if (!r.gone)
                    waiting[i].push_back(&r);
            }
        }
    };
    for (fill(); d.now < end; fill()) {
        ASSERT_NE(d.wait, U64_MAX);
        d.run(d.now + d.wait);
    }
}

class Window : public testing::TestWithParam<int> {};

TEST_P(Window, OneLimitOfEachKindAtEachLevel) {
    const auto scope = static_cast<xbt_scope>(GetParam() % 3);
    const bool ios = GetParam() / 3 % 2;
    const int disk = GetParam() / 6 % 2 - 1;
    std::mt19937_64 random(GetParam());
    const auto knob = static_cast<xbt_knob>(scope + 3 * ios);
    const auto burst_knob = static_cast<xbt_knob>(knob + XBT_KNOB_read_bps_burst);
    for (const uint64_t burst : {0ul, 1ul, 3000ul, 5'000'000ul}) {
        Domain d(4, 2);
        // So that everybody waits for something, who is not under the limit as well.
        for (const int each : {0, 1}) {
            d.set(XBT_KNOB_read_bps, 30'000'000, each);
            d.set(XBT_KNOB_write_bps, 30'000'000, each);
        }
        const uint64_t rate = ios ? 333 : 2'345'678, size = 4096, largest = 1 << 19;
        d.set(XBT_KNOB_iops_size, size, disk);
        d.set(burst_knob, burst, disk);
        d.set(knob, rate, disk);
        flood(d, 20 * second, random, largest);
        const xbt_limits& limits = disk < 0 ? d.flow.limits : d.disks[disk].limits;
        const uint64_t depth = limits.bucket[scope][ios ? XBT_IOPS : XBT_BPS].depth;
        expect_within(select(d, ios, scope, disk, size),
                      {rate, depth, ios ? largest / size : largest}, true);
    }
}

INSTANTIATE_TEST_SUITE_P(ScopesUnitsLevels, Window, testing::Range(0, 12));

TEST(Window, AllLimitsAtOnceAndNoneIsExceeded) {
    for (int seed = 0; seed < 20; seed++) {
        std::mt19937_64 random(seed);
        Domain d(4, 2);
        const uint64_t largest = 1 << 18, size = 16384;
        for (int disk = -1; disk < 2; disk++) {
            d.set(XBT_KNOB_iops_size, size, disk);
            for (unsigned k = XBT_KNOB_read_bps; k <= XBT_KNOB_total_iops; k++)
                d.set(static_cast<xbt_knob>(k),
                      (k < XBT_KNOB_read_iops ? 2'000'000 : 200) * (1 + random() % 4), disk);
        }
        flood(d, 10 * second, random, largest);
        for (int disk = -1; disk < 2; disk++)
            for (unsigned k = XBT_KNOB_read_bps; k <= XBT_KNOB_total_iops; k++) {
                const bool ios = k >= XBT_KNOB_read_iops;
                const xbt_limits& limits = disk < 0 ? d.flow.limits : d.disks[disk].limits;
                const xbt_bucket& b = limits.bucket[k % 3][ios ? XBT_IOPS : XBT_BPS];
                expect_within(select(d, ios, static_cast<int>(k % 3), disk, size),
                              {b.rate, b.depth, ios ? largest / size : largest}, false);
            }
    }
}

TEST(Window, ABurstIsSpentAtThePeakRateAndThenTheSustainedLimitHolds) {
    const uint64_t rate = 1'000'000, burst = 50'000'000, peak = 11'000'000, largest = 1 << 17;
    for (const int disk : {-1, 0}) {
        std::mt19937_64 random(7);
        Domain d(4);
        d.set(XBT_KNOB_total_bps_burst, burst, disk);
        d.set(XBT_KNOB_total_bps_peak, peak, disk);
        d.set(XBT_KNOB_total_bps, rate, disk);
        flood(d, 20 * second, random, largest); // the burst lasts for 5 s
        const auto gone = select(d, false, XBT_TOTAL, -1, 0);
        expect_within(gone, {rate, burst, largest}, false);
        expect_within(gone, {peak, peak / 64, largest}, false);
        // Never more than one request below what the two let through together.
        wide sum = 0;
        for (const Gone& g : gone) {
            const wide due =
                std::min(wide(g.when) * peak, wide(burst) * second + wide(g.when) * rate);
            sum += wide(g.cost) * second;
            ASSERT_GE(sum + wide(largest) * second, due);
        }
    }
}

TEST(Window, APeakBelowTheSustainedLimitBinds) {
    std::mt19937_64 random(1);
    Domain d(4);
    d.set(XBT_KNOB_total_iops, 1000);
    d.set(XBT_KNOB_total_iops_peak, 100);
    flood(d, 20 * second, random, 4096);
    expect_within(select(d, true, XBT_TOTAL, -1, 0), {100, 1, 1}, true);
}

TEST(Window, APeakWithoutASustainedLimitHasNoEffect) {
    Domain d(1);
    for (const xbt_knob knob : {XBT_KNOB_read_bps_peak, XBT_KNOB_total_bps_peak,
                                XBT_KNOB_read_iops_peak, XBT_KNOB_total_iops_peak}) {
        d.set(knob, 1);
        d.set(knob, 1, 0);
    }
    for (int i = 0; i < 100; i++)
        EXPECT_TRUE(d.arrive(0, XBT_READ, 1 << 20).gone);
    d.set(XBT_KNOB_read_iops, 1'000'000); // and now it has
    d.arrive(0, XBT_READ, 1);
    EXPECT_FALSE(d.arrive(0, XBT_READ, 1).gone);
    d.set(XBT_KNOB_read_iops, XBT_MAX); // lifted: its peak does not keep anybody
    EXPECT_TRUE(d.empty());
}

TEST(Window, ADayInSimulatedTime) {
    std::mt19937_64 random(3);
    Domain d(4, 2);
    d.set(XBT_KNOB_total_bps, 333'333);
    d.set(XBT_KNOB_write_iops, 3, 0);
    flood(d, 86400 * second, random, 1 << 20);
    expect_within(select(d, false, XBT_TOTAL, -1, 0), {333'333, 333'333 / 64, 1 << 20}, true);
    expect_within(select(d, true, XBT_WRITE, 0, 0), {3, 1, 1}, false);
}

} // namespace
