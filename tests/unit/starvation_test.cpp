// SPDX-License-Identifier: GPL-2.0-or-later
// One large request among floods of small ones leaves within the time that its turn takes.
#include "load.h"

namespace {

constexpr uint64_t large = 1 << 20;
constexpr uint64_t rate = 10'000'000;

struct Knob {
    int disk;
    xbt_knob knob;
    uint64_t value;
};

// Floods first; then large writes of ring 0, one after another. The longest that one waited, in ns.
void floods(Domain& d, const std::vector<Knob>& knobs, std::vector<Stream> flood, uint64_t most) {
    for (const Knob& k : knobs)
        d.set(k.knob, k.value, k.disk);
    drive(d, flood, second);
    flood.push_back({.ring = 0, .dir = XBT_WRITE, .bytes = large, .depth = 1});
    drive(d, flood, d.now + 30 * second);
    EXPECT_GE(flood.back().ios, 30 * second / most);
    EXPECT_LE(flood.back().longest, most);
    for (const Stream& s : flood)
        EXPECT_GT(s.ios, 0u) << "ring " << s.ring << " dir " << s.dir;
}

// The time in which a rate lets through so many bytes.
constexpr uint64_t time_of(uint64_t bytes, uint64_t of = rate) {
    return bytes * second / of;
}

TEST(Starvation, NotByAnotherRingOfTheDisk) {
    Domain d(2);
    // Rings take turns: one small one, then the large one with its own debt.
    floods(d, {{-1, XBT_KNOB_write_bps, rate}}, {{1, XBT_WRITE, 4096}}, time_of(2 * large));
}

TEST(Starvation, NotByTheOtherDirectionUnderATotal) {
    Domain d(1);
    // The other line has had less after a large one, and catches up first.
    floods(d, {{-1, XBT_KNOB_total_bps, rate}}, {{0, XBT_READ, 4096}}, time_of(3 * large));
}

TEST(Starvation, NotByAnotherDisk) {
    Domain d(2, 2);
    floods(d, {{-1, XBT_KNOB_write_bps, rate}}, {{1, XBT_WRITE, 4096}}, time_of(3 * large));
}

TEST(Starvation, NotBetweenTheDisksTotalAndTheDomainsLimit) {
    // Reads of its disk drain one of its limits, writes of another disk the other one.
    for (const uint64_t of_disk : {rate, 7'300'001ul, 1'000'000ul, 30'000'000ul}) {
        Domain d(2, 2);
        floods(d, {{-1, XBT_KNOB_write_bps, rate}, {0, XBT_KNOB_total_bps, of_disk}},
               {{0, XBT_READ, 4096}, {1, XBT_WRITE, 4096}},
               time_of(3 * large, std::min(rate, of_disk)) + time_of(3 * large));
    }
}

TEST(Starvation, NotBetweenBytesAndIos) {
    // Small ones drain the I/Os, large ones of another disk the bytes. The small ones' turn ends
    // when they have had as many bytes.
    const uint64_t most = (large / 512 + 4 * 64) * second / 401;
    Domain d(3, 3);
    floods(d,
           {{-1, XBT_KNOB_total_bps, rate},
            {-1, XBT_KNOB_total_iops, 401},
            {-1, XBT_KNOB_iops_size, 16384}},
           {{1, XBT_READ, 512}, {2, XBT_WRITE, 1 << 18}}, most);
}

TEST(Starvation, NotByRequestsWithoutBytes) {
    Domain d(2, 2);
    d.set(XBT_KNOB_write_bps, rate);
    d.set(XBT_KNOB_write_iops, 100);
    std::vector<Stream> s = {{0, XBT_WRITE, 0}, {1, XBT_WRITE, 4096}};
    drive(d, s, 10 * second);
    // 16 writes of 4 KiB weigh as much as one without bytes.
    EXPECT_NEAR(static_cast<double>(s[1].ios), 16 * static_cast<double>(s[0].ios), 32);
}

} // namespace
