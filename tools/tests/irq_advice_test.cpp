// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_advice.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

using Lines = std::vector<std::string>;

const Amount no_ceiling{0, "max"};
constexpr const char* until_then =
    "until then: see who has most ('dom0ctl irq top'), set quotas ('dom0ctl irq quota set'), and "
    "let new devices have fewer queues (max_queues of xen-netback and xen-blkback)";

Amount number(std::uint64_t value) {
    return {value, ""};
}

Lines advice(const Amount& channels, const Amount& of_channels, const Amount& descriptors,
             const Amount& of_descriptors, bool patched = true) {
    IrqPoolState pool;
    pool.patched = patched;
    pool.amounts = {{"channels_used", channels},
                    {"channels_ceiling", of_channels},
                    {"descriptors_used", descriptors},
                    {"descriptors_ceiling", of_descriptors}};
    return irq_advice(pool);
}

TEST(IrqLevel, IsRoundedDownAsInTheKernel) {
    EXPECT_EQ(irq_level(number(0), number(4095)), "0 of 4095 (0 %)");
    EXPECT_EQ(irq_level(number(3071), number(4095)), "3071 of 4095 (74 %)");
    EXPECT_EQ(irq_level(number(3072), number(4095)), "3072 of 4095 (75 %), filling up");
    EXPECT_EQ(irq_level(number(3685), number(4095)), "3685 of 4095 (89 %), filling up");
    EXPECT_EQ(irq_level(number(3686), number(4095)), "3686 of 4095 (90 %), nearly full");
    EXPECT_EQ(irq_level(number(4094), number(4095)), "4094 of 4095 (99 %), nearly full");
    EXPECT_EQ(irq_level(number(4095), number(4095)), "4095 of 4095 (100 %), full");
    EXPECT_EQ(irq_level(number(5), number(0)), "5 of 0 (100 %), full");
    EXPECT_EQ(irq_level(number(99'999), no_ceiling), "99999, no ceiling");
}

TEST(IrqAdvice, NoneBelowTheFirstWarning) {
    EXPECT_EQ(advice(number(3071), number(4095), number(9410), number(12'548)), Lines{});
    EXPECT_EQ(advice(number(4000), no_ceiling, number(99'999), no_ceiling), Lines{});
}

TEST(IrqAdvice, TwoLevelChannelsCanBeMore) {
    EXPECT_EQ(advice(number(3072), number(4095), number(0), no_ceiling),
              (Lines{"event channels: boot dom0 without xen.fifo_events=0, for 131071 of them",
                     until_then}));
    EXPECT_EQ(advice(number(131'000), number(131'071), number(0), no_ceiling),
              (Lines{"event channels: this host cannot have more; move guests to another one",
                     until_then}));
}

TEST(IrqAdvice, DescriptorsCanBeMoreOnAPatchedKernel) {
    EXPECT_EQ(advice(number(0), number(4095), number(9411), number(12'548)),
              (Lines{"descriptors: raise the ceiling: 'dom0ctl irq pool set "
                     "descriptors_ceiling=25096'",
                     until_then}));
    EXPECT_EQ(advice(number(0), number(4095), number(190'000), number(200'000)).front(),
              "descriptors: raise the ceiling: 'dom0ctl irq pool set descriptors_ceiling=262144'");
    EXPECT_EQ(advice(number(0), number(4095), number(262'000), number(262'144)).front(),
              "descriptors: boot 6.12, which has no ceiling of them");
    EXPECT_EQ(advice(number(0), number(4095), number(12'000), number(12'548), false).front(),
              "descriptors: boot a patched 6.1 kernel, which takes a higher ceiling, or 6.12, "
              "which has none");
}

TEST(IrqAdvice, BothAtOnce) {
    EXPECT_EQ(advice(number(4095), number(4095), number(12'548), number(12'548)).size(), 3U);
}

} // namespace
} // namespace dom0ctl
