// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_settings.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

const IrqSetting& default_quota = irq_pool_setting("default_quota");
const IrqSetting& reserve_max = irq_pool_setting("reserve_max");

TEST(IrqValue, NumbersAndTheWordsThatGo) {
    for (const char* const text : {"0", "1", "512", "4294967293"}) {
        for (const IrqSetting* setting : {&irq_quota, &default_quota, &reserve_max}) {
            const Result<Amount> value = read_irq_value(text, *setting);
            ASSERT_TRUE(value) << text;
            EXPECT_EQ(to_string(*value), text);
        }
    }
    EXPECT_EQ(read_irq_value("max", irq_quota)->word, "max");
    EXPECT_EQ(read_irq_value("default", irq_quota)->word, "default");
    EXPECT_EQ(read_irq_value("max", default_quota)->word, "max");
    EXPECT_FALSE(read_irq_value("default", default_quota));
    EXPECT_FALSE(read_irq_value("max", reserve_max));
    EXPECT_EQ(read_irq_value("0064", irq_quota)->number, 64U);
}

TEST(IrqValue, WhatIsNoNumber) {
    for (const char* const text : {"", " ", "-1", "+1", "1 ", " 1", "0x10", "1e3", "5K", "1.5",
                                   "Max", "MAX", "maximum", "1\n", "no"}) {
        const Result<Amount> value = read_irq_value(text, irq_quota);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code, ExitCode::usage);
        EXPECT_EQ(value.error().what, "'" + std::string(text) + "' is not a quota");
    }
    EXPECT_EQ(read_irq_value("x", irq_quota).error().hint,
              "give a plain number, such as 256, max for no limit, or default for that of the "
              "pool");
    EXPECT_EQ(read_irq_value("x", default_quota).error().hint,
              "give a plain number, such as 512, or max for no limit");
    EXPECT_EQ(one_line(read_irq_value("max", reserve_max).error()),
              "'max' is not a number; give a plain number, such as 1024");
}

// 4294967294 and 4294967295 are the words in the kernel.
TEST(IrqValue, TooLarge) {
    for (const char* const text :
         {"4294967294", "4294967295", "4294967296", "18446744073709551616"}) {
        const Result<Amount> value = read_irq_value(text, irq_quota);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(one_line(value.error()),
                  "'" + std::string(text) + "' is too large; the largest quota is 4294967293");
    }
}

} // namespace
} // namespace dom0ctl
