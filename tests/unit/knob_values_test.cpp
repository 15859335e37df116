// SPDX-License-Identifier: GPL-2.0-or-later
// What each knob takes, and that it turns what its name says and nothing else.
#include <gtest/gtest.h>

#include <array>
#include <string>

extern "C" {
#include "hist.h"
#include "knobs.h"
}

namespace {

#define XBT_KNOB_NAME(name, kind, scope, part) #name,
const std::array<std::string, XBT_KNOBS> names = {XBT_FOR_EACH_KNOB(XBT_KNOB_NAME)};

bool ends(unsigned knob, const std::string& with) {
    return names[knob].ends_with(with);
}

class KnobValues : public testing::TestWithParam<unsigned> {};

TEST_P(KnobValues, TakesWhatItsKindAllows) {
    const unsigned knob = GetParam();
    const bool size = ends(knob, "_size"), burst = ends(knob, "_burst");
    const bool rate = !size && !burst;
    EXPECT_EQ(xbt_knob_takes(knob, 0), !rate) << "0: auto, or one for each request";
    EXPECT_TRUE(xbt_knob_takes(knob, 1));
    EXPECT_TRUE(xbt_knob_takes(knob, 0xffffffff));
    EXPECT_EQ(xbt_knob_takes(knob, 0x100000000), !size);
    EXPECT_EQ(xbt_knob_takes(knob, 0x7fffffffffffffff), !size);
    EXPECT_FALSE(xbt_knob_takes(knob, 0x8000000000000000));
    EXPECT_FALSE(xbt_knob_takes(knob, 0xfffffffffffffffe));
    EXPECT_EQ(xbt_knob_takes(knob, 0xffffffffffffffff), rate) << "max";
    EXPECT_TRUE(xbt_knob_takes(knob, xbt_knob_initial(knob)));
}

TEST_P(KnobValues, ComesBackAsItWasSetAndLeavesTheOthersAlone) {
    const unsigned knob = GetParam();
    for (const uint64_t value : {uint64_t{0}, uint64_t{1}, uint64_t{4095}, uint64_t{0xffffffff},
                                 uint64_t{0x7fffffffffffffff}, uint64_t{0xffffffffffffffff}}) {
        if (!xbt_knob_takes(knob, value))
            continue;
        xbt_limits limits;
        xbt_limits_init(&limits);
        for (unsigned k = 0; k < XBT_KNOBS; k++)
            ASSERT_EQ(xbt_knob_get(&limits, k), xbt_knob_initial(k)) << names[k];
        xbt_knob_set(&limits, knob, value, 2);
        for (unsigned k = 0; k < XBT_KNOBS; k++)
            ASSERT_EQ(xbt_knob_get(&limits, k), k == knob ? value : xbt_knob_initial(k))
                << names[k] << " after " << names[knob] << " = " << value;
    }
}

// By what it does: the scope, the unit and the kind that its name says.
TEST_P(KnobValues, TurnsWhatItsNameSays) {
    const unsigned knob = GetParam();
    const std::string& name = names[knob];
    if (ends(knob, "_size")) {
        xbt_limits limits;
        xbt_limits_init(&limits);
        xbt_knob_set(&limits, knob, 512, 0);
        EXPECT_EQ(xbt_limits_cost(&limits, 1025).ios, 3u);
        return;
    }
    const unsigned scope = name.starts_with("read")    ? unsigned{XBT_READ}
                           : name.starts_with("write") ? unsigned{XBT_WRITE}
                                                       : unsigned{XBT_TOTAL};
    const bool ios = name.find("_iops") != std::string::npos;
    xbt_limits limits;
    xbt_limits_init(&limits);
    // The sustained limit that a burst or a peak belongs to, wide open.
    const unsigned sustained = scope + (ios ? 3 : 0);
    if (knob != sustained)
        xbt_knob_set(&limits, sustained, 1'000'000, 0);
    xbt_knob_set(&limits, knob, 10, 0);
    for (unsigned s = 0; s < XBT_SCOPES; s++)
        for (const bool of_ios : {false, true}) {
            const xbt_cost large = {.bytes = of_ios ? 0u : 10u, .ios = of_ios ? 10u : 0u};
            const bool mine = s == scope && of_ios == ios;
            ASSERT_TRUE(xbt_limits_has(&limits, s, &large, 0)) << "a bucket starts full";
            xbt_limits_take(&limits, s, &large);
            const xbt_cost one = {.bytes = of_ios ? 0u : 1u, .ios = of_ios ? 1u : 0u};
            EXPECT_EQ(xbt_limits_has(&limits, s, &one, 0), !mine) << name << " at scope " << s;
        }
}

std::string name_of(const testing::TestParamInfo<unsigned>& info) {
    return names[info.param];
}

INSTANTIATE_TEST_SUITE_P(All, KnobValues, testing::Range(0u, unsigned{XBT_KNOBS}), name_of);

TEST(Knobs, BeyondTheLastTakeNothing) {
    EXPECT_EQ(unsigned{XBT_KNOBS}, 19u);
    for (const unsigned knob : {unsigned{XBT_KNOBS}, XBT_KNOBS + 1u, 0xffffffffu})
        for (const uint64_t value : {uint64_t{0}, uint64_t{1}, uint64_t{0xffffffffffffffff}})
            EXPECT_FALSE(xbt_knob_takes(knob, value));
}

TEST(Hist, APlaceIsThePowerOfTwoBelow) {
    EXPECT_EQ(xbt_hist_place(0), 0u);
    EXPECT_EQ(xbt_hist_place(1), 0u);
    for (unsigned i = 1; i < 64; i++) {
        const unsigned last = XBT_HIST - 1;
        EXPECT_EQ(xbt_hist_place(uint64_t{1} << i), std::min(i, last));
        EXPECT_EQ(xbt_hist_place((uint64_t{1} << i) + 1), std::min(i, last));
        EXPECT_EQ(xbt_hist_place((uint64_t{1} << i) - 1), std::min(i - 1, last));
    }
    EXPECT_EQ(xbt_hist_place(UINT64_MAX), XBT_HIST - 1u);
}

} // namespace
