// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/limits.h"

#include <gtest/gtest.h>

#include <string>

namespace dom0ctl {
namespace {

// {read,write,total}_{bps,iops}{,_burst,_peak} and iops_size: what knob_names
// says in short, each with the kind that belongs to it.
TEST(KnobTable, HasEveryCombinationOnce) {
    std::size_t seen = 0;
    for (const char* const direction : {"read", "write", "total"}) {
        for (const bool bytes : {true, false}) {
            const std::string name = std::string(direction) + (bytes ? "_bps" : "_iops");
            for (const char* const suffix : {"", "_burst", "_peak"}) {
                const auto found = find_knob(name + suffix);
                ASSERT_TRUE(found) << name << suffix;
                const bool burst = std::string(suffix) == "_burst";
                const Kind& kind = knobs.at(*found).kind;
                EXPECT_EQ(kind.unset, burst ? "auto" : "max") << name << suffix;
                EXPECT_EQ(kind.unit, burst
                                         ? (bytes ? Unit::bytes : Unit::ios)
                                         : (bytes ? Unit::bytes_per_second : Unit::ios_per_second))
                    << name << suffix;
                EXPECT_EQ(*found < rate_count, *suffix == '\0') << name << suffix;
                ++seen;
            }
        }
    }
    ASSERT_TRUE(find_knob("iops_size"));
    EXPECT_EQ(knobs.at(*find_knob("iops_size")).kind.largest, 0xffff'ffffU);
    EXPECT_EQ(seen + 1, knob_count);
    EXPECT_FALSE(find_knob("read"));
    EXPECT_FALSE(find_knob(""));
}

TEST(KnobTable, OptionsHaveDashes) {
    EXPECT_EQ(option_name(knobs.at(*find_knob("total_iops_burst"))), "--total-iops-burst");
}

TEST(Settings, AreWhatIsSetAsLimitSetTakesIt) {
    Limits limits;
    EXPECT_EQ(settings(limits), "");
    limits.at(*find_knob("write_bps")) = Value{20'000'000};
    limits.at(*find_knob("iops_size")) = Value{65536};
    EXPECT_EQ(settings(limits), "write_bps=20M iops_size=64Ki");
}

} // namespace
} // namespace dom0ctl
