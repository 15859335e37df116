// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/stat.h"
#include "lib/sysfs.h"

#include <string>
#include <string_view>

namespace dom0ctl {

// What the attributes of all modules have in common: how it is told that one of
// them could not be read or written, or holds what nobody knows.

/// Whether the attribute is not there, be it gone or never been: what that means
/// only the module's own code can tell.
bool is_missing(const SysfsError& error);

/// Why it was not possible to "read" or "write": no_permission, or failed.
Error cannot(std::string_view verb, const SysfsError& error);

/// "use the dom0ctl that belongs to the loaded xen-csumfix"
std::string belonging(std::string_view module);

/// The attribute holds content that no version of the module known here writes.
Error strange(std::string_view full_path, std::string_view content, std::string_view module);

/// The content of an attribute with a line for each number. Errors: strange().
Result<Stat> to_stat(std::string_view full_path, std::string_view content, std::string_view module);

} // namespace dom0ctl
