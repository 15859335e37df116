// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dom0ctl {

/// The UUID that a text is, in lower case as xenstore has it; nothing if the
/// text is none. There is one way to write it: 36 characters, with hyphens.
std::optional<std::string> parse_uuid(std::string_view text);

} // namespace dom0ctl
