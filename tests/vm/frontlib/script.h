// SPDX-License-Identifier: GPL-2.0-or-later
//
// The form of a script: one command a line, words and key=value options, # for
// the rest of the line. What the commands mean is in commands.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontlib {

struct Command {
    unsigned line = 0;
    std::string name;
    std::vector<std::string> words;
    std::map<std::string, std::string> options;
    std::string rest; // everything after the name, untouched

    // A whole number, with k, m or g for powers of 1024. Throws for any other.
    uint64_t number(const std::string& key, uint64_t otherwise) const;
    std::optional<uint64_t> number(const std::string& key) const;
    std::string text(const std::string& key, const std::string& otherwise) const;
    bool has(const std::string& key) const { return options.contains(key); }
    bool flag(std::string_view word) const;
    // Throws unless all options are among these, so that a typo is no default.
    void only(std::initializer_list<std::string_view> keys) const;
};

// Nothing for an empty line or a comment.
std::optional<Command> parse_line(std::string_view text, unsigned line);

// Does a tag match a pattern: itself, "prefix*", or "all"?
bool tag_matches(std::string_view pattern, std::string_view tag);

} // namespace frontlib
