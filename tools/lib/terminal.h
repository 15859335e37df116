// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dom0ctl {

/// Whether to write colours there: only to a terminal that can show them, and not
/// with NO_COLOR (https://no-color.org) set to anything but an empty value.
bool wants_colours(bool is_terminal, const char* no_color, const char* term);

/// The same of a file descriptor of this process.
bool wants_colours(int fd);

/// "dom0ctl:" in front of an error.
std::string paint_error(std::string_view line);

/// The lines of a text that say what is to be done, "to do  ...".
std::string paint_todo(std::string_view text);

/// A descriptor of 0 to 2 that is closed would be the next file that is opened,
/// and get what is printed. What is written to it now fails instead.
void keep_standard_files();

} // namespace dom0ctl
