// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What a man page says that the tree of commands does not know: pieces of roff
/// under headings in brackets, a heading a line.
///
///     [DESCRIPTION]       a section of the page, in capitals
///     [limit set]         what a command does, by its name
///     [limit set --disk]  more about one of its options; [--json] about one of all
///
/// Lines before the first heading are comments.
class Prose {
  public:
    /// Errors: failed (cannot be read), usage (a heading twice).
    static Result<Prose> read(const std::string& path);

    /// The text under a heading, once; nothing if there is none.
    std::optional<std::string> take(std::string_view heading);

    /// The headings in capitals that nobody has taken, in their order.
    std::vector<std::string> sections() const;

    /// What else nobody has taken: a mistake, or about something that is gone.
    std::vector<std::string> leftover() const;

  private:
    std::vector<std::pair<std::string, std::string>> pieces_;
    std::set<std::string, std::less<>> taken_;
};

} // namespace dom0ctl
