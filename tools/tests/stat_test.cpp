// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/stat.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

TEST(Stat, KeepsWhatItDoesNotKnowInOrder) {
    const Result<Stat, std::string> stat =
        parse_stat("rx_packets 3\nnew_thing 18446744073709551615\n");
    ASSERT_TRUE(stat);
    ASSERT_EQ(stat->values.size(), 2U);
    EXPECT_EQ(stat->values[0].first, "rx_packets");
    EXPECT_EQ(stat->get("rx_packets"), 3U);
    EXPECT_EQ(stat->get("new_thing"), 18'446'744'073'709'551'615U);
    EXPECT_EQ(stat->get("rx"), 0U);
}

TEST(Stat, NothingIsNoNumbers) {
    const Result<Stat, std::string> stat = parse_stat("");
    ASSERT_TRUE(stat);
    EXPECT_TRUE(stat->values.empty());
}

TEST(Stat, NamesTheLineThatIsNone) {
    for (const char* const line :
         {"x", "x ", "x -1", "x 1x", "x 18446744073709551616", "x 1 2", " "}) {
        const Result<Stat, std::string> stat =
            parse_stat("good 1\n" + std::string(line) + "\nlast 1");
        ASSERT_FALSE(stat) << line;
        EXPECT_EQ(stat.error(), line);
    }
}

} // namespace
} // namespace dom0ctl
