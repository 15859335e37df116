// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/disks.h"

#include <gtest/gtest.h>

#include <set>

namespace dom0ctl {
namespace {

TEST(DiskName, IsThatOfTheConfiguration) {
    EXPECT_EQ(disk_name(51712), "xvda");
    EXPECT_EQ(disk_name(51713), "xvda1");
    EXPECT_EQ(disk_name(51728), "xvdb");
    EXPECT_EQ(disk_name(51967), "xvdp15");
    EXPECT_EQ(disk_name(768), "hda");
    EXPECT_EQ(disk_name(832), "hdb");
    EXPECT_EQ(disk_name(833), "hdb1");
    EXPECT_EQ(disk_name(5632), "hdc");
    EXPECT_EQ(disk_name(5696), "hdd");
    EXPECT_EQ(disk_name(5759), "hdd63");
    EXPECT_EQ(disk_name(2048), "sda");
    EXPECT_EQ(disk_name(2051), "sda3");
    EXPECT_EQ(disk_name(2288), "sdp");
}

TEST(DiskName, OfDisksAndPartitionsFrom16On) {
    constexpr Devid extended = 1U << 28U;
    EXPECT_EQ(disk_name(extended | 16U << 8U), "xvdq");
    EXPECT_EQ(disk_name(extended | 16U), "xvda16");
    EXPECT_EQ(disk_name(extended | 25U << 8U), "xvdz");
    EXPECT_EQ(disk_name(extended | 26U << 8U), "xvdaa");
    EXPECT_EQ(disk_name(extended | 536U << 8U | 37U), "xvdtq37");
    EXPECT_EQ(disk_name(extended | 701U << 8U), "xvdzz");
    EXPECT_EQ(disk_name(extended | 702U << 8U), "xvdaaa");
}

TEST(DiskName, OfAnyOtherNumberIsTheNumber) {
    constexpr Devid extended = 1U << 28U;
    EXPECT_EQ(disk_name(0), "0");
    EXPECT_EQ(disk_name(1), "1");
    EXPECT_EQ(disk_name(896), "896");   // after hdb63
    EXPECT_EQ(disk_name(5760), "5760"); // after hdd63
    EXPECT_EQ(disk_name(51968), "51968");
    EXPECT_EQ(disk_name(extended), "268435456"); // xvda is 51712
    EXPECT_EQ(disk_name(2 * extended), "536870912");
    EXPECT_EQ(disk_name(0xffff'ffff), "4294967295");
}

TEST(DiskName, IsThatOfOneDiskOnly) {
    std::set<std::string> names;
    std::size_t count = 0;
    for (const Devid from : {0U, 1U << 28U}) {
        for (Devid devid = from; devid < from + 70'000; ++devid, ++count)
            names.insert(disk_name(devid));
    }
    EXPECT_EQ(names.size(), count);
}

TEST(Devid, IsDigitsOnly) {
    EXPECT_EQ(parse_devid("51712"), 51712U);
    EXPECT_EQ(parse_devid("0"), 0U);
    EXPECT_EQ(parse_devid("4294967295"), 0xffff'ffffU);
    for (const char* const text : {"", "xvda", "5x", "-1", "+1", " 1", "4294967296"})
        EXPECT_EQ(parse_devid(text), std::nullopt) << text;
}

} // namespace
} // namespace dom0ctl
