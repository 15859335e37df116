// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dom0ctl {

/// Plain text as roff: what it would take for its own is escaped.
std::string roff(std::string_view text);

/// A synopsis as roff: commands and options bold, words in capitals in italics.
std::string roff_synopsis(std::string_view synopsis, std::string_view command);

} // namespace dom0ctl
