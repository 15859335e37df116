// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_text.h"

#include "lib/limits.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

namespace dom0ctl {
namespace {

// What was read, a line an entry, in one form.
std::string shown(const Policy& policy) {
    std::string text;
    for (const PolicyEntry& entry : policy.entries) {
        text += fmt::format("{} {}{}", name_of(entry.area), entry.guest, entry.uuid);
        if (entry.part)
            text += fmt::format(" [{}]", *entry.part);
        for (const PolicySetting& setting : entry.settings)
            text += fmt::format(" {}={}", key_name(entry.area, setting.key),
                                value_text(entry.area, setting.key, setting.value));
        text += "\n";
    }
    return text;
}

std::string shown(const std::vector<Mistake>& mistakes) {
    std::string text;
    for (const Mistake& mistake : mistakes)
        text += one_line(to_error(mistake)) + "\n";
    return text;
}

void expect_right(const std::string& text, const std::string& entries) {
    Policy policy;
    EXPECT_EQ(shown(read_policy_text("a.toml", text, policy)), "");
    EXPECT_EQ(shown(policy), entries);
}

TEST(PolicyText, ReadsIntegersUnitsAndWords) {
    expect_right("[[limit]]\nguest = \"web1\"\nread_bps = \"20M\"\nwrite_bps = 4000\n"
                 "read_iops = \"max\"\n",
                 "limit web1 read_bps=20M write_bps=4K read_iops=max\n");
}

TEST(PolicyText, ReadsEveryAreaInTheOrderOfTheText) {
    expect_right("[[limit]]\nguest = \"b\"\nread_iops = 1\n"
                 "[[irq]]\nguest = \"*\"\nquota = 64\n"
                 "[[csum]]\nguest = \"a\"\nvif = 0\nmode = \"verify\"\nbad = \"drop\"\n"
                 "[[limit]]\nuuid = \"6F1C1F6E-9C4B-4f0e-8a43-0123456789ab\"\ndisk = \"xvd[ab]\"\n"
                 "total_bps = 0x10\n"
                 "[[irq]]\nguest = \"a\"\nquota = \"default\"\n",
                 "limit b read_iops=1\n"
                 "irq * quota=64\n"
                 "csum a [0] mode=verify bad=drop\n"
                 "limit 6f1c1f6e-9c4b-4f0e-8a43-0123456789ab [xvd[ab]] total_bps=16\n"
                 "irq a quota=default\n");
}

TEST(PolicyText, ReadsEveryLimit) {
    std::string text = "[[limit]]\nguest = \"a\"\ndisk = 51712\n";
    std::string expected = "limit a [51712]";
    for (const Knob& knob : knobs) {
        text += fmt::format("{} = 123\n", knob.name);
        expected += fmt::format(" {}=123", knob.name);
    }
    expect_right(text, expected + "\n");
}

TEST(PolicyText, InlineTablesAreEntriesToo) {
    expect_right("limit = [ { guest = \"a\", read_bps = 1 }, { guest = \"b\", read_bps = 2 } ]\n",
                 "limit a read_bps=1\nlimit b read_bps=2\n");
}

TEST(PolicyText, NothingIsNoEntry) {
    expect_right("", "");
    expect_right("# nothing yet\n", "");
    expect_right("\xef\xbb\xbf# with a mark\n", "");
}

// What an editor relies on.
TEST(PolicyText, TellsWhichBytesAreTheValue) {
    const std::string text = "\xef\xbb\xbf[[limit]] # \xc3\xa9\r\n"
                             "guest=\"w\xc3\xa9\xe2\x82\xac"
                             "b\"\r\n"
                             "\t\"read_bps\" = '''2M''' # \xc3\xa9\r\n"
                             "  write_bps = 1_000";
    Policy policy;
    ASSERT_EQ(shown(read_policy_text("a.toml", text, policy)), "");
    ASSERT_EQ(policy.entries.size(), 1U);
    std::string values;
    for (const PolicySetting& setting : policy.entries[0].settings)
        values += text.substr(setting.bytes.begin, setting.bytes.end - setting.bytes.begin) + "|";
    EXPECT_EQ(values, "'''2M'''|1_000|");
}

struct Wrong {
    const char* name;
    const char* text;
    const char* mistakes;
};

void PrintTo(const Wrong& shown, std::ostream* stream) {
    *stream << shown.name;
}

class PolicyMistakes : public testing::TestWithParam<Wrong> {};

TEST_P(PolicyMistakes, AreToldWithTheirPlace) {
    Policy policy;
    EXPECT_EQ(shown(read_policy_text("a.toml", GetParam().text, policy)), GetParam().mistakes);
}

#define LIMIT_KEYS                                                                                 \
    "the keys of [[limit]] are guest, uuid, disk, {read,write,total}_{bps,iops}, each also with "  \
    "_burst or _peak, and iops_size\n"
#define SHAPE "a limits file is a list of [[limit]], [[csum]] and [[irq]] entries\n"

INSTANTIATE_TEST_SUITE_P(
    All, PolicyMistakes,
    testing::Values(
        Wrong{"UnknownKey", "[[limit]]\nguest = \"a\"\n  read_bsp = 4\nread_bps = 4\n",
              "a.toml:3:3: unknown key 'read_bsp'; " LIMIT_KEYS},
        Wrong{"EveryMistakeNotOnlyTheFirst",
              "[[limit]]\nguest = 5\nread_iops = -4\n[[irq]]\nguest = \"a\"\nquota = \"few\"\n"
              "[other]\n",
              "a.toml:2:9: guest is not a name or pattern in quotes; write guest = \"web1\" or "
              "guest = \"web*\"\n"
              "a.toml:3:13: read_iops: '-4' is not a limit; give a number of I/Os per second, such "
              "as 500, or "
              "max for no limit\n"
              "a.toml:6:9: quota: 'few' is not a quota; give a plain number, such as 256, max for "
              "no limit, or default for that of the pool\n"
              "a.toml:7:2: unexpected 'other'; " SHAPE},
        Wrong{"Zero", "[[limit]]\nguest = \"a\"\nread_iops = 0\n",
              "a.toml:3:13: read_iops: a limit of 0 would stop the guest for good; use 'xl pause' "
              "to stop it, or "
              "give a limit of at least 1\n"},
        Wrong{"TooLarge", "[[irq]]\nguest = \"a\"\nquota = 4294967294\n",
              "a.toml:3:9: quota: '4294967294' is too large; the largest quota is 4294967293\n"},
        Wrong{"TooLargeForToml", "[[limit]]\nguest = \"a\"\nread_iops = 99999999999999999999\n",
              "a.toml:3:33: Error while parsing decimal integer: '99999999999999999999' is not "
              "representable in 64 bits; correct the file\n"},
        Wrong{"Float", "[[limit]]\nguest = \"a\"\nread_iops = 4.5\n",
              "a.toml:3:13: read_iops is neither an integer nor a string; write an integer, "
              "\"500\" or \"max\"\n"},
        Wrong{"NoSuchWord", "[[csum]]\nguest = \"a\"\nmode = \"on\"\n",
              "a.toml:3:8: mode cannot be 'on'; it is one of off, complete, nooffload, verify\n"},
        Wrong{"NoGuest", "\n[[limit]]\nread_iops = 4\n",
              "a.toml:2:1: this limit names no guest; add guest = \"<name or pattern>\" or uuid = "
              "\"<UUID>\"\n"},
        Wrong{"GuestAndUuid",
              "[[irq]]\nguest = \"a\"\nuuid = \"6f1c1f6e-9c4b-4f0e-8a43-0123456789ab\"\n"
              "quota = 4\n",
              "a.toml:3:1: this entry has a guest and a uuid; leave one of them out\n"},
        Wrong{"NoUuid", "[[irq]]\nuuid = \"6f1c\"\nquota = 4\n",
              "a.toml:2:8: uuid is not a UUID in quotes; 'xl list -v' shows those of the guests "
              "that run\n"},
        Wrong{"EmptyGuest", "[[limit]]\nguest = \"\"\nread_iops = 4\n",
              "a.toml:2:9: guest is not a name or pattern in quotes; write guest = \"web1\" or "
              "guest = \"web*\"\n"},
        Wrong{"EmptyDisk", "[[limit]]\nguest = \"a\"\ndisk = \"\"\nread_iops = 4\n",
              "a.toml:3:8: disk is not a name, pattern or number; write disk = \"xvda\" or disk = "
              "\"xvd*\" or disk = 51712\n"},
        Wrong{"NegativeVif", "[[csum]]\nguest = \"a\"\nvif = -1\nmode = \"off\"\n",
              "a.toml:3:7: vif is not a name, pattern or number; write vif = 0 for the guest's "
              "first interface, or vif = \"vif*.0\"\n"},
        Wrong{"NoVifOfALimit", "[[limit]]\nguest = \"a\"\nvif = 1\nread_bps = 1\n",
              "a.toml:3:1: unknown key 'vif'; " LIMIT_KEYS},
        Wrong{"NoPartOfAQuota", "[[irq]]\nguest = \"a\"\ndisk = 1\nquota = 1\n",
              "a.toml:3:1: unknown key 'disk'; the keys of [[irq]] are guest, uuid, quota\n"},
        Wrong{"SetsNothing", "[[limit]]\nguest = \"a\"\n",
              "a.toml:1:1: this entry sets nothing; " LIMIT_KEYS},
        Wrong{"OneTable", "[limit]\nguest = \"a\"\nread_iops = 4\n",
              "a.toml:1:2: unexpected 'limit'; " SHAPE},
        Wrong{"NoTable", "limit = [ 4 ]\n", "a.toml:1:11: this limit is no table; " SHAPE},
        Wrong{"NoToml", "[[limit]]\nguest = web1\n",
              "a.toml:2:9: Error while parsing value: could not determine value type; correct the "
              "file\n"},
        Wrong{"KeyTwice", "[[limit]]\nguest = \"a\"\nread_iops = 1\nread_iops = 2\n",
              "a.toml:4:13: Error while parsing key-value pair: cannot redefine existing integer "
              "'read_iops'; correct the file\n"},
        Wrong{"ALetterOutsideOfStrings", "[[limit]]\nguest = \"a\" \xc3\xa9\n",
              "a.toml:2:13: Error while parsing key-value pair: expected a comment or whitespace, "
              "saw '\xc3\xa9'; correct the file\n"},
        Wrong{"NoUtf8", "[[limit]]\nguest = \"\xff\"\n",
              "a.toml:2:9: Encountered invalid utf-8 sequence; correct the file\n"}),
    [](const auto& info) { return info.param.name; });

} // namespace
} // namespace dom0ctl
