// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/uuid.h"

#include <cstddef>

namespace dom0ctl {
namespace {

constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

} // namespace

std::optional<std::string> parse_uuid(std::string_view text) {
    if (text.size() != shape.size())
        return std::nullopt;
    std::string uuid;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        // Not tolower(), which asks for the locale.
        const char c =
            text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (shape[i] == '-' ? c != '-' : !is_hex)
            return std::nullopt;
        uuid += c;
    }
    return uuid;
}

} // namespace dom0ctl
