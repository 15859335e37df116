// SPDX-License-Identifier: GPL-2.0-or-later
#include <vector>

#include <gtest/gtest.h>

#include "pattern.h"

namespace blkfront {
namespace {

TEST(Pattern, SeesWhatIsMisplacedStaleOrTorn) {
    std::vector<std::byte> data(4 * sector_bytes);
    fill_pattern(data.data(), data.size(), 3, 100);
    EXPECT_EQ(check_pattern(data.data(), data.size(), 3, 100), data.size());
    EXPECT_EQ(check_pattern(data.data(), data.size(), 4, 100), 0u);
    EXPECT_EQ(check_pattern(data.data(), data.size(), 3, 101), 0u);
    fill_pattern(data.data() + 2 * sector_bytes, sector_bytes, 2, 102);
    EXPECT_EQ(check_pattern(data.data(), data.size(), 3, 100), 2u * sector_bytes);
    fill_pattern(data.data(), data.size(), 0, 100);
    EXPECT_EQ(data[17], std::byte{0});
}

} // namespace
} // namespace blkfront
