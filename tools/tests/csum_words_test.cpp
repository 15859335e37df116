// SPDX-License-Identifier: GPL-2.0-or-later
// The words of xen-csumfix against those who name them as well: the tool, the
// ABI document and the man page.
#include "lib/csum_keys.h"
#include "tests/source.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

namespace dom0ctl {
namespace {

using Words = std::vector<std::string>;

// What the header's "#define NAME(what) what(ONE, one) what(TWO, two)" lists:
// of each, the last thing in brackets.
Words list_in(const std::string& header, const std::string& name) {
    const std::string text = source("drivers/csumfix/" + header);
    const std::regex definition(R"(#define )" + name + R"(\((\w+)\)((?:[^\n]*\\\n)*[^\n]*))");
    std::smatch match;
    EXPECT_TRUE(std::regex_search(text, match, definition)) << name;
    const std::string body = match[2];
    const std::regex item(match[1].str() + R"(\((?:\w+, )?(\w+)\))");
    Words words;
    for (std::sregex_iterator at(body.begin(), body.end(), item), end; at != end; ++at)
        words.push_back((*at)[1]);
    EXPECT_GE(words.size(), 2U) << name;
    return words;
}

Words words_of(std::span<const std::string_view> list) {
    return {list.begin(), list.end()};
}

Words modes() {
    return list_in("decide.h", "XCF_FOR_EACH_MODE");
}

Words all_words() {
    Words all = modes();
    for (const Words& more :
         {list_in("decide.h", "XCF_FOR_EACH_GSO"), list_in("decide.h", "XCF_FOR_EACH_BAD"),
          list_in("stat.h", "XCF_FOR_EACH_COUNT"), words_of(csum_hooks)})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(CsumWords, TheToolKnowsThoseOfTheModule) {
    EXPECT_EQ(words_of(csum_modes), modes());
    EXPECT_EQ(words_of(csum_gso), list_in("decide.h", "XCF_FOR_EACH_GSO"));
    EXPECT_EQ(words_of(csum_bad), list_in("decide.h", "XCF_FOR_EACH_BAD"));
    const std::string sysfs = source("drivers/csumfix/sysfs.c");
    for (const std::string_view hook : csum_hooks)
        EXPECT_NE(sysfs.find('"' + std::string(hook) + '"'), std::string::npos) << hook;
}

// Each has a line of its own in a table.
TEST(CsumWords, EachIsInTheAbiDocument) {
    const std::string abi = source("Documentation/ABI/sysfs-class-net-csumfix");
    for (const std::string& word : all_words())
        EXPECT_TRUE(std::regex_search(abi, std::regex("\n\t\t" + word + "  +[A-Za-z]"))) << word;
    for (const CsumKey& key : csum_keys) {
        const std::string name(key.name);
        EXPECT_NE(abi.find("/sys/class/net/<interface>/csumfix/" + name + "\n"), std::string::npos)
            << name;
        EXPECT_NE(abi.find("/parameters/default_" + name + "\n"), std::string::npos) << name;
    }
    for (const std::string& direction : list_in("stat.h", "XCF_FOR_EACH_DIR"))
        EXPECT_NE(abi.find(direction + "_<name>"), std::string::npos) << direction;
}

// Each has a paragraph of its own.
TEST(CsumWords, EachIsInTheManPage) {
    const std::string page = source("tools/man/csum.roff");
    for (const std::string& word : all_words())
        EXPECT_TRUE(std::regex_search(page, std::regex("\n\\.TP\n\\.BR? " + word + "[ \n]")))
            << word;
    for (const CsumKey& key : csum_keys)
        EXPECT_NE(page.find("\n.BR " + std::string(key.name) + " \" = \"\n"), std::string::npos)
            << key.name;
}

} // namespace
} // namespace dom0ctl
