// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <string>
#include <string_view>

namespace dom0ctl {

/// Puts a file of that content, readable for everybody, in the place of what is
/// there, if anything: who reads it sees the old one or the new one, whole. Only a
/// plain file is replaced, no device and no link.
/// Errors: no_permission, failed.
Result<void> write_output_file(const std::string& path, std::string_view content);

} // namespace dom0ctl
