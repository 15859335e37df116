// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as a limits file, for libFuzzer: reading it comes to an end and tells places that are
// there. And what dom0ctl --persist writes to it: the file says what it said, and the change; what
// other guests get is what they got; each comment is still there, in its order.
//
// The first three bytes of the input choose what is to be changed.
#include "lib/policy_check.h"
#include "lib/policy_edit.h"
#include "lib/policy_text.h"
#include "lib/toml.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace dom0ctl;

constexpr const char* path = "/d/90-dom0ctl.toml";

[[noreturn]] void fail(const std::string& what, const std::string& before,
                       const std::string& after = "") {
    std::fprintf(stderr, "limits_file: %s\n--- before\n%s\n--- after\n%s\n", what.c_str(),
                 before.c_str(), after.c_str());
    std::abort();
}

// The comments of a TOML text, by what TOML says of strings and of nothing else.
std::vector<std::string> comments(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '#') {
            const std::size_t end = std::min(text.find('\n', i), text.size());
            std::string comment(text.substr(i, end - i));
            if (comment.ends_with('\r'))
                comment.pop_back();
            found.push_back(std::move(comment));
            i = end;
        } else if (text[i] == '"' || text[i] == '\'') {
            const char quote = text[i];
            const std::string three(3, quote);
            const bool is_long = text.substr(i, 3) == three;
            i += is_long ? 3 : 1;
            for (; i < text.size(); ++i) {
                if (quote == '"' && text[i] == '\\')
                    ++i;
                else if (is_long ? text.substr(i, 3) == three : text[i] == quote)
                    break;
            }
            i += is_long ? 3 : 1;
            // Up to two more of them may belong to the string.
            while (is_long && i < text.size() && text[i] == quote)
                ++i;
        } else
            ++i;
    }
    return found;
}

// What somebody gets, in one form.
std::string gets(const Policy& policy, const Subject& subject) {
    std::string text;
    for (const Area area : areas) {
        const auto decided = decide(policy, area, subject);
        for (std::size_t key = 0; key < decided.size(); ++key) {
            if (decided[key] != nullptr)
                text += std::string(key_name(area, key)) + "=" +
                        value_text(area, key, decided[key]->value) + " ";
        }
    }
    return text;
}

Wish wish_of(const uint8_t* data) {
    static const std::vector<std::string> names{"web1", "a", "w*b", "x\"y", "*"};
    static const std::vector<std::vector<std::string>> disks{{}, {}, {"xvda", "51712"}, {"*"}};
    Wish wish;
    wish.area = areas.at(data[0] % areas.size());
    wish.name = names.at(data[0] / 8 % names.size());
    wish.uuid = "6f1c1f6e-9c4b-4f0e-8a43-0123456789ab";
    wish.by_uuid = data[0] >= 0xc0;
    if (wish.area == Area::limit)
        wish.parts = disks.at(data[1] / 64);
    const std::size_t key = data[1] % key_count(wish.area);
    static const std::vector<std::string> words{
        "1", "20M", "max", "auto", "0", "500", "off", "complete", "segment", "drop", "default"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto value = read_value(wish.area, key, words.at((data[2] + i) % words.size()));
        if (value) {
            wish.settings.emplace_back(key, *value);
            break;
        }
    }
    return wish;
}

// [[limit]] cannot follow limit = [...].
bool has_inline_array(const std::string& text, Area area) {
    const toml::parse_result parsed = toml::parse(std::string_view(text));
    const toml::node* const node = parsed ? parsed.table().get(name_of(area)) : nullptr;
    const toml::array* const array = node != nullptr ? node->as_array() : nullptr;
    return array != nullptr && (array->empty() || array->front().as_table() == nullptr ||
                                array->front().as_table()->is_inline());
}

void edit(const Policy& before, const Wish& wish) {
    const std::string& text = before.files.front().text;
    Policy policy = before;
    if (!fulfil(policy, path, wish)) {
        if (!has_inline_array(text, wish.area))
            fail("it cannot be edited", text);
        return;
    }
    const std::string& edited = policy.files.front().text;
    Policy again;
    if (!read_policy_text(path, edited, again).empty())
        fail("it cannot be read any more", text, edited);

    // With every_part, what any of them gets.
    Subject subject{wish.name, wish.uuid, wish.parts};
    const PolicySetting* const decides =
        decide(again, wish.area, subject).at(wish.settings.front().first);
    if (decides == nullptr || decides->value != wish.settings.front().second)
        fail("the change is not what decides", text, edited);
    for (const Subject& other : {Subject{"another", "", {}}, Subject{"another", "", {"xvdb"}}}) {
        if (gets(before, other) != gets(again, other))
            fail("somebody else gets something else", text, edited);
    }

    std::vector<std::string> now = comments(edited);
    if (text.empty())
        now.erase(now.begin(), now.begin() + 2); // those that begin a new file
    if (comments(text) != now)
        fail("the comments are not what they were", text, edited);

    // What is so already needs no change.
    Policy twice = policy;
    if (!fulfil(twice, path, wish) || twice.files.front().text != edited)
        fail("the second time changes it again", edited, twice.files.front().text);
}

} // namespace

// A corpus to begin with.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* dir = std::getenv("FUZZ_SEEDS");
    if (!dir)
        return 0;
    std::filesystem::create_directories(dir);
    const std::vector<std::string> texts{
        "",
        "# all\n[[limit]] # x\nguest = \"*\"\nread_bps = \"20M\" # \xc3\xa9\n",
        "[[limit]]\r\nguest = 'web1'\r\n\tdisk = 51712\r\n\tread_bps = 1_000\r\n",
        "[[csum]]\nguest = \"web*\"\nvif = 0\nmode = \"verify\"\nbad = \"drop\"",
        "[[irq]]\nuuid = \"6f1c1f6e-9c4b-4f0e-8a43-0123456789ab\"\nquota = \"max\"\n",
        "limit = [ { guest = \"a\", read_bps = 1 }, # no\n { guest = \"web1\", write_iops = 0x10 } "
        "]\n",
        "[[limit]]\nguest = \"\"\"we\\\n b1\"\"\"\n\"read_bps\" = '''2M''' # \"\n",
        "[[limit]]\nguest = \"web1\"\nread_bps = 1\n[[limit]]\nguest = \"*\"\nread_bps = 2\n",
    };
    unsigned number = 0;
    for (const std::string& text : texts) {
        for (const char* const choice :
             {"\x00\x00\x00", "\x01\x40\x01", "\x02\x80\x02", "\xc0\xc1\x03"}) {
            std::ofstream(std::string(dir) + "/seed-" + std::to_string(number++), std::ios::binary)
                << std::string(choice, 3) << text;
        }
    }
    std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 3)
        return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 3, size - 3);
    Policy policy;
    const std::vector<Mistake> mistakes = read_policy_text(path, text, policy);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const Mistake& mistake : mistakes) {
        if (mistake.at.line < 1 || mistake.at.line > lines || mistake.at.column < 1)
            fail("a mistake is at a place that is not there", text);
    }
    for (const Mistake& doubt : doubts(policy)) {
        if (doubt.at.line < 1 || doubt.at.line > lines)
            fail("a doubt is at a place that is not there", text);
    }
    const Wish wish = wish_of(data);
    if (mistakes.empty() && !wish.settings.empty())
        edit(policy, wish);
    return 0;
}
