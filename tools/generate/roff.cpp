// SPDX-License-Identifier: GPL-2.0-or-later
#include "generate/roff.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

constexpr std::string_view brackets = "[]{}|";

// One word of a synopsis, with the brackets around it.
std::string roff_word(std::string_view word) {
    const std::size_t begin = word.find_first_not_of(brackets);
    if (begin == std::string_view::npos)
        return roff(word);
    const std::size_t end = word.find_last_not_of(brackets) + 1;
    const std::string_view inner = word.substr(begin, end - begin);
    std::string text(word.substr(0, begin));
    if (inner.front() == '-')
        text += fmt::format("\\fB{}\\fR", roff(inner));
    else if (inner.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos)
        text += fmt::format("\\fI{}\\fR", roff(inner));
    else
        text += roff(inner);
    text += word.substr(end);
    return text;
}

} // namespace

std::string roff(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else if (c == '\'')
            escaped += "\\(aq";
        else if (c == '~')
            escaped += "\\(ti";
        else if (c == '^')
            escaped += "\\(ha";
        else
            escaped += c;
    }
    return escaped.starts_with('.') ? "\\&" + escaped : escaped;
}

std::string roff_synopsis(std::string_view synopsis, std::string_view command) {
    std::string text = fmt::format("\\fB{}\\fR", roff(command));
    std::string_view rest = synopsis.substr(command.size());
    while (!rest.empty()) {
        rest.remove_prefix(1); // the blank
        const std::string_view word = rest.substr(0, rest.find(' '));
        text += ' ' + roff_word(word);
        rest.remove_prefix(word.size());
    }
    return text;
}

} // namespace dom0ctl
