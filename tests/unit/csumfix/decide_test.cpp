// SPDX-License-Identifier: GPL-2.0-or-later
// The whole table of what happens to a frame.
#include "core.h"

#include <gtest/gtest.h>

namespace {

#define WORD(name, word) #word,
constexpr const char* modes[] = {XCF_FOR_EACH_MODE(WORD)};
constexpr const char* gsos[] = {XCF_FOR_EACH_GSO(WORD)};
constexpr const char* bads[] = {XCF_FOR_EACH_BAD(WORD)};
#undef WORD

TEST(CsumfixDecide, EachWordHasItsValue) {
    ASSERT_EQ(std::size(modes), size_t{XCF_MODES});
    ASSERT_EQ(std::size(gsos), size_t{XCF_GSOS});
    ASSERT_EQ(std::size(bads), size_t{XCF_BADS});
    EXPECT_STREQ(modes[XCF_MODE_OFF], "off");
    EXPECT_STREQ(modes[XCF_MODE_COMPLETE], "complete");
    EXPECT_STREQ(modes[XCF_MODE_NOOFFLOAD], "nooffload");
    EXPECT_STREQ(modes[XCF_MODE_VERIFY], "verify");
    EXPECT_STREQ(gsos[XCF_GSO_PASS], "pass");
    EXPECT_STREQ(gsos[XCF_GSO_SEGMENT], "segment");
    EXPECT_STREQ(bads[XCF_BAD_COUNT], "count");
    EXPECT_STREQ(bads[XCF_BAD_DROP], "drop");
    EXPECT_STREQ(bads[XCF_BAD_REPAIR], "repair");
}

// One line a mode and gso: the action for none, valid, blank, and for a frame to be segmented.
struct Row {
    xcf_mode mode;
    xcf_gso gso;
    xcf_action none, valid, blank, large;
};

constexpr Row table[] = {
    {XCF_MODE_OFF, XCF_GSO_PASS, XCF_PASS, XCF_PASS, XCF_PASS, XCF_PASS},
    {XCF_MODE_OFF, XCF_GSO_SEGMENT, XCF_PASS, XCF_PASS, XCF_PASS, XCF_PASS},
    {XCF_MODE_COMPLETE, XCF_GSO_PASS, XCF_PASS, XCF_PASS, XCF_FILL, XCF_PASS},
    {XCF_MODE_COMPLETE, XCF_GSO_SEGMENT, XCF_PASS, XCF_PASS, XCF_FILL, XCF_CUT},
    {XCF_MODE_NOOFFLOAD, XCF_GSO_PASS, XCF_PASS, XCF_PASS, XCF_FILL, XCF_CUT},
    {XCF_MODE_NOOFFLOAD, XCF_GSO_SEGMENT, XCF_PASS, XCF_PASS, XCF_FILL, XCF_CUT},
    {XCF_MODE_VERIFY, XCF_GSO_PASS, XCF_CHECK, XCF_CHECK, XCF_FILL, XCF_PASS},
    {XCF_MODE_VERIFY, XCF_GSO_SEGMENT, XCF_CHECK, XCF_CHECK, XCF_FILL, XCF_CUT},
};

TEST(CsumfixDecide, FollowsTheTable) {
    ASSERT_EQ(std::size(table), size_t{XCF_MODES} * XCF_GSOS);
    for (const Row& row : table)
        for (const xcf_bad bad : {XCF_BAD_COUNT, XCF_BAD_DROP, XCF_BAD_REPAIR}) {
            const xcf_settings set = {row.mode, row.gso, bad};
            SCOPED_TRACE(std::string(modes[row.mode]) + ", " + gsos[row.gso] + ", " + bads[bad]);
            EXPECT_EQ(xcf_decide(&set, XCF_CLAIM_NONE, false), row.none);
            EXPECT_EQ(xcf_decide(&set, XCF_CLAIM_VALID, false), row.valid);
            EXPECT_EQ(xcf_decide(&set, XCF_CLAIM_BLANK, false), row.blank);
            for (const xcf_claim claim : {XCF_CLAIM_NONE, XCF_CLAIM_VALID, XCF_CLAIM_BLANK})
                EXPECT_EQ(xcf_decide(&set, claim, true), row.large) << "claim " << claim;
        }
}

TEST(CsumfixDecide, WhatIsWrongIsTreatedAsChosen) {
    for (const auto& [bad, action] : {std::pair{XCF_BAD_COUNT, XCF_PASS},
                                      {XCF_BAD_DROP, XCF_DROP},
                                      {XCF_BAD_REPAIR, XCF_FILL}}) {
        const xcf_settings set = {XCF_MODE_VERIFY, XCF_GSO_PASS, bad};
        EXPECT_EQ(xcf_on_bad(&set), action);
    }
}

} // namespace
