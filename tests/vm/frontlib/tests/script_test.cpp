// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "error.h"
#include "script.h"

namespace frontlib {
namespace {

TEST(Script, WordsAndOptions) {
    const auto command = parse_line("  write tag=a bytes=64k indirect # and so on x=1", 7);
    ASSERT_TRUE(command);
    EXPECT_EQ(command->line, 7u);
    EXPECT_EQ(command->name, "write");
    EXPECT_EQ(command->text("tag", ""), "a");
    EXPECT_EQ(command->number("bytes", 0), 65536u);
    EXPECT_EQ(command->number("sector", 5), 5u);
    EXPECT_TRUE(command->flag("indirect"));
    EXPECT_FALSE(command->flag("secure"));
    EXPECT_FALSE(command->has("x"));
}

TEST(Script, EmptyLinesAndComments) {
    for (const char* text : {"", "   \t", "# write tag=a", "   # x"})
        EXPECT_FALSE(parse_line(text, 1)) << text;
}

TEST(Script, TheRestIsLeftAlone) {
    const auto command = parse_line("shell echo a=1  '# not a comment' >x", 1);
    EXPECT_EQ(command->rest, "echo a=1  '# not a comment' >x");
}

TEST(Script, Numbers) {
    const auto number = [](const std::string& text) {
        return parse_line("x n=" + text, 1)->number("n", 0);
    };
    EXPECT_EQ(number("0"), 0u);
    EXPECT_EQ(number("3m"), 3u << 20);
    EXPECT_EQ(number("18446744073709551615"), UINT64_MAX);
    for (const char* bad : {"", "x", "-1", "1x", "4kk", "18446744073709551616", "17179869184g"})
        EXPECT_THROW(number(bad), Error) << bad;
}

TEST(Script, UnknownOptionsAreErrors) {
    const auto command = parse_line("write tga=a", 1);
    EXPECT_THROW(command->only({"tag"}), Error);
    EXPECT_NO_THROW(command->only({"tag", "tga"}));
}

TEST(Script, Tags) {
    EXPECT_TRUE(tag_matches("a", "a"));
    EXPECT_FALSE(tag_matches("a", "a1"));
    EXPECT_TRUE(tag_matches("a*", "a1"));
    EXPECT_TRUE(tag_matches("a*", "a"));
    EXPECT_FALSE(tag_matches("a*", "b1"));
    EXPECT_TRUE(tag_matches("all", "b1"));
}

} // namespace
} // namespace frontlib
