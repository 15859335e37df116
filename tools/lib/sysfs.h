// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

/// Why an access to sysfs failed: the errno and the full path it happened on.
struct SysfsError {
    int err = 0;
    std::string path;
};

/// Access to attributes below one root: /sys in real life, a made-up tree in
/// tests. Every path handed in is relative to that root.
class Sysfs {
  public:
    explicit Sysfs(std::string root) : root_(std::move(root)) {}

    /// The content of an attribute without its trailing newline.
    Result<std::string, SysfsError> read(std::string_view path) const;

    /// Writes value and a newline in a single write(), as attributes want it.
    /// Never creates a file: a missing attribute is ENOENT.
    Result<void, SysfsError> write(std::string_view path, std::string_view value) const;

    /// The names in a folder, sorted; hidden ones left out.
    Result<std::vector<std::string>, SysfsError> list(std::string_view path) const;

    bool exists(std::string_view path) const;

    /// The path as the system knows it, for messages.
    std::string full_path(std::string_view path) const;

  private:
    std::string root_;
};

} // namespace dom0ctl
