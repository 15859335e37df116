// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/terminal.h"

#include <gtest/gtest.h>

namespace dom0ctl {
namespace {

TEST(Colours, AreForTerminalsThatCanShowThem) {
    EXPECT_TRUE(wants_colours(true, nullptr, "xterm"));
    EXPECT_FALSE(wants_colours(false, nullptr, "xterm"));
    EXPECT_FALSE(wants_colours(true, nullptr, "dumb"));
    EXPECT_FALSE(wants_colours(true, nullptr, ""));
    EXPECT_FALSE(wants_colours(true, nullptr, nullptr));
}

TEST(Colours, NotWithNoColor) {
    EXPECT_FALSE(wants_colours(true, "1", "xterm"));
    EXPECT_FALSE(wants_colours(true, "0", "xterm"));
    EXPECT_TRUE(wants_colours(true, "", "xterm"));
}

TEST(Colours, OfAnErrorAndOfWhatIsToBeDone) {
    EXPECT_EQ(paint_error("dom0ctl: no: x\n"), "\x1b[1;31mdom0ctl:\x1b[0m no: x\n");
    EXPECT_EQ(paint_todo("xen    4.17\nto do  run it\nnot to do\n"),
              "xen    4.17\n\x1b[1;33mto do\x1b[0m  run it\nnot to do\n");
    EXPECT_EQ(paint_todo(""), "");
    EXPECT_EQ(paint_todo("no newline"), "no newline");
}

} // namespace
} // namespace dom0ctl
