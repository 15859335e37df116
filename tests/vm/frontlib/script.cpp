// SPDX-License-Identifier: GPL-2.0-or-later
#include "script.h"

#include <algorithm>
#include <charconv>

#include "error.h"

namespace frontlib {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view next_word(std::string_view& text) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    text.remove_prefix(begin);
    const auto word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    return word.starts_with('#') ? std::string_view{} : word;
}

uint64_t parse_number(const std::string& key, std::string_view text) {
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit(end, text.data() + text.size());
    unsigned shift = 0;
    if (unit == "k")
        shift = 10;
    else if (unit == "m")
        shift = 20;
    else if (unit == "g")
        shift = 30;
    if (error != std::errc{} || (!unit.empty() && shift == 0) || (value << shift) >> shift != value)
        throw Error(key + "=" + std::string(text) + " is no whole number");
    return value << shift;
}

} // namespace

uint64_t Command::number(const std::string& key, uint64_t otherwise) const {
    return number(key).value_or(otherwise);
}

std::optional<uint64_t> Command::number(const std::string& key) const {
    const auto found = options.find(key);
    if (found == options.end())
        return {};
    return parse_number(key, found->second);
}

std::string Command::text(const std::string& key, const std::string& otherwise) const {
    const auto found = options.find(key);
    return found == options.end() ? otherwise : found->second;
}

bool Command::flag(std::string_view word) const {
    return std::ranges::count(words, word) != 0;
}

void Command::only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : options)
        if (std::ranges::count(keys, key) == 0)
            throw Error(name + " has no option " + key);
}

std::optional<Command> parse_line(std::string_view text, unsigned line) {
    Command command;
    command.line = line;
    command.name = next_word(text);
    if (command.name.empty())
        return {};
    const auto begin = text.find_first_not_of(blanks);
    command.rest = begin == std::string_view::npos ? "" : std::string(text.substr(begin));
    for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
        const auto equals = word.find('=');
        if (equals == std::string_view::npos || equals == 0)
            command.words.emplace_back(word);
        else
            command.options[std::string(word.substr(0, equals))] = word.substr(equals + 1);
    }
    return command;
}

bool tag_matches(std::string_view pattern, std::string_view tag) {
    if (pattern == "all")
        return true;
    if (pattern.ends_with('*'))
        return tag.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == tag;
}

} // namespace frontlib
