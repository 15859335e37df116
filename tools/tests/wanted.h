// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/limits.h"

#include <initializer_list>
#include <utility>

namespace dom0ctl {

/// The limits of these names; the others are not wanted.
inline WantedLimits wanted(std::initializer_list<std::pair<std::string_view, Value>> some) {
    WantedLimits limits;
    for (const auto& [name, value] : some)
        limits.at(find_knob(name).value()) = value;
    return limits;
}

} // namespace dom0ctl
