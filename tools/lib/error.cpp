// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/error.h"

#include <cstddef>
#include <system_error>

namespace dom0ctl {
namespace {

constexpr char32_t no_character = 0xffff'ffff;

struct Character {
    char32_t code = no_character;
    std::size_t size = 1; // bytes
};

// How many bytes a character has that begins with this one, and the smallest that
// needs so many; 0 if none begins so.
struct Form {
    std::size_t size;
    char32_t smallest;
};

Form form_of(unsigned char byte) {
    if (byte < 0x80U)
        return {1, 0};
    if ((byte & 0xe0U) == 0xc0U)
        return {2, 0x80};
    if ((byte & 0xf0U) == 0xe0U)
        return {3, 0x800};
    if ((byte & 0xf8U) == 0xf0U)
        return {4, 0x1'0000};
    return {0, 0};
}

// The text is not empty.
Character first_character(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const Form form = form_of(first);
    if (form.size == 0 || form.size > text.size())
        return {};
    char32_t code = form.size == 1 ? first : first & (0x7fU >> form.size);
    for (std::size_t i = 1; i < form.size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) != 0x80U)
            return {};
        code = (code << 6U) | (byte & 0x3fU);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < form.smallest || surrogate || code > 0x10'ffff)
        return {};
    return {code, form.size};
}

bool is_harmless(char32_t code) {
    const bool control =
        code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
    const bool turns = code == 0x61c || code == 0x200e || code == 0x200f ||
                       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return code != no_character && !control && !turns;
}

} // namespace

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const Character first = first_character(text);
        result += is_harmless(first.code) ? text.substr(0, first.size) : "?";
        text.remove_prefix(first.size);
    }
    return result;
}

std::string one_line(const Error& error) {
    if (error.hint.empty())
        return printable(error.what);
    return printable(error.what + "; " + error.hint);
}

std::string errno_text(int err) {
    return std::generic_category().message(err);
}

} // namespace dom0ctl
