// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/error.h"

#include <system_error>

namespace dom0ctl {

std::string printable(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f)
            c = '?';
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
