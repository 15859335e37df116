// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace dom0ctl {

/// NAME=VALUE, as settings are written on the command line.
struct Assignment {
    std::string name;
    std::string value;
};

/// Without the sign, all of it is the name; the empty value is refused as such.
inline Assignment read_assignment(const std::string& text) {
    const std::string name = text.substr(0, text.find('='));
    return {name, name.size() < text.size() ? text.substr(name.size() + 1) : ""};
}

} // namespace dom0ctl
