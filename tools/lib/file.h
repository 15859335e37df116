// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/result.h"

#include <string>
#include <string_view>

namespace dom0ctl {

/// The whole content of a file. Error: the errno.
Result<std::string, int> read_file(const std::string& path);

/// Replaces the content of a file that exists, in a single write(), which is
/// what sysfs attributes want; never creates one. Error: the errno.
Result<void, int> write_file(const std::string& path, std::string_view content);

/// Writes all of it to an ordinary file, and onto its disk. Error: the errno.
Result<void, int> write_all(const Fd& file, std::string_view content);

} // namespace dom0ctl
