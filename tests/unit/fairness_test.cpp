// SPDX-License-Identifier: GPL-2.0-or-later
// Whom a limit is shared between get equal parts of what it limits.
#include "load.h"

#include <numeric>

namespace {

// Drives the streams and returns what each has got, relative to an equal part.
std::vector<double> parts(Domain& d, std::vector<Stream>& streams, uint64_t time, bool bytes) {
    std::vector<double> got;
    for (Stream& s : streams)
        s.ios = 0;
    drive(d, streams, d.now + time);
    for (const Stream& s : streams)
        got.push_back(static_cast<double>(bytes ? s.moved() : s.ios));
    const double all = std::accumulate(got.begin(), got.end(), 0.0);
    for (double& g : got)
        g *= static_cast<double>(got.size()) / all;
    return got;
}

void expect_equal(const std::vector<double>& got) {
    for (size_t i = 0; i < got.size(); i++)
        EXPECT_NEAR(got[i], 1, 0.02) << "stream " << i;
}

TEST(Fairness, DisksGetEqualBytesWhateverTheSizes) {
    for (const xbt_knob knob : {XBT_KNOB_write_bps, XBT_KNOB_total_bps}) {
        Domain d(3, 3);
        d.set(knob, 10'000'000);
        std::vector<Stream> s = {
            {0, XBT_WRITE, 4096}, {1, XBT_WRITE, 1 << 20}, {2, XBT_WRITE, 65536}};
        expect_equal(parts(d, s, 100 * second, true));
    }
}

TEST(Fairness, DisksGetEqualIosWhateverTheSizes) {
    Domain d(2, 2);
    d.set(XBT_KNOB_read_iops, 100);
    std::vector<Stream> s = {{0, XBT_READ, 4096}, {1, XBT_READ, 1 << 20}};
    expect_equal(parts(d, s, 100 * second, false));
}

TEST(Fairness, DisksGetEqualIosByTheirWeight) {
    Domain d(2, 2);
    d.set(XBT_KNOB_read_iops, 1000);
    d.set(XBT_KNOB_iops_size, 4096);
    std::vector<Stream> s = {{0, XBT_READ, 4096}, {1, XBT_READ, 16384}};
    expect_equal(parts(d, s, 100 * second, true));
}

TEST(Fairness, ReadsAndWritesShareATotal) {
    for (const int level : {-1, 0}) {
        Domain d(1);
        d.set(XBT_KNOB_total_iops, 500, level);
        std::vector<Stream> s = {{0, XBT_READ, 4096}, {0, XBT_WRITE, 4096}};
        expect_equal(parts(d, s, 100 * second, false));
    }
    Domain d(1);
    d.set(XBT_KNOB_total_bps, 10'000'000);
    std::vector<Stream> s = {{0, XBT_READ, 4096}, {0, XBT_WRITE, 1 << 20}};
    expect_equal(parts(d, s, 100 * second, true));
}

TEST(Fairness, RingsOfADiskTakeTurns) {
    Domain d(4);
    d.set(XBT_KNOB_write_iops, 1000, 0);
    std::vector<Stream> s;
    for (unsigned ring = 0; ring < 4; ring++)
        s.push_back({.ring = ring, .dir = XBT_WRITE, .bytes = 4096, .depth = ring ? 1u : 64u});
    expect_equal(parts(d, s, 10 * second, false));
}

TEST(Fairness, ADiskThatItsOwnLimitKeptSavesNothingUp) {
    Domain d(2, 2);
    d.set(XBT_KNOB_write_bps, 10'000'000);
    d.set(XBT_KNOB_write_bps, 1000, 0);
    std::vector<Stream> s = {{0, XBT_WRITE, 65536}, {1, XBT_WRITE, 65536}};
    parts(d, s, 1000 * second, true); // 9.99 GB behind by now
    d.set(XBT_KNOB_write_bps, XBT_MAX, 0);
    expect_equal(parts(d, s, 10 * second, true));
}

TEST(Fairness, ADiskThatWasIdleSavesNothingUp) {
    Domain d(2, 2);
    d.set(XBT_KNOB_write_bps, 10'000'000);
    std::vector<Stream> alone = {{1, XBT_WRITE, 65536}};
    drive(d, alone, 1000 * second);
    std::vector<Stream> both = {{0, XBT_WRITE, 65536}, {1, XBT_WRITE, 65536}};
    expect_equal(parts(d, both, 10 * second, true));
}

TEST(Fairness, ADirectionThatIsFasterLeavesTheOthersEven) {
    Domain d(3, 3);
    d.set(XBT_KNOB_write_bps, 1'000'000);
    d.set(XBT_KNOB_read_bps, 100'000'000);
    std::vector<Stream> s = {{0, XBT_WRITE, 4096}, {1, XBT_WRITE, 256 << 10}};
    std::vector<Stream> all = s;
    all.push_back({2, XBT_READ, 256 << 10});
    drive(d, all, d.now + 50 * second);
    const double small = static_cast<double>(all[0].moved());
    const double large = static_cast<double>(all[1].moved());
    EXPECT_NEAR(small / (small + large), 0.5, 0.02);
}

TEST(Fairness, ADirectionThatWasHeldDownHasNoCreditAfterwards) {
    Domain d(2, 2);
    d.set(XBT_KNOB_write_bps, 10'000);
    d.set(XBT_KNOB_total_bps, 10'000'000);
    std::vector<Stream> s = {{0, XBT_WRITE, 65536}, {1, XBT_READ, 65536}};
    drive(d, s, d.now + 50 * second);
    d.set(XBT_KNOB_write_bps, XBT_MAX);
    expect_equal(parts(d, s, 10 * second, true));
}

} // namespace
