// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/result.h"

#include <string>
#include <string_view>

namespace dom0ctl {

/// A file that is about to get another content, all of it or nothing: the new one
/// is on the disk, under another name in the same folder, until commit(). Without
/// commit() nothing has changed.
///
/// It keeps mode and owner; a file that was not there before is for everybody to
/// read. What is no plain file, a symbolic link say, is refused.
class FileReplacement {
  public:
    /// `was` is what has been read of the file, nothing if it was not there: if it
    /// is something else by now, that is an error, and here and in commit() alike.
    /// Errors: no_permission, failed.
    static Result<FileReplacement> prepare(const std::string& path, std::string_view was,
                                           std::string_view content);

    FileReplacement(FileReplacement&& other) noexcept;
    FileReplacement& operator=(FileReplacement&&) = delete;
    FileReplacement(const FileReplacement&) = delete;
    FileReplacement& operator=(const FileReplacement&) = delete;
    ~FileReplacement();

    Result<void> commit();

  private:
    FileReplacement(std::string path, std::string was, Fd folder);

    Result<void> write(std::string_view content);
    Result<void> check_unchanged() const;

    std::string path_;
    std::string was_;
    Fd folder_;
    std::string name_;
    std::string temporary_; // empty: nothing to remove
};

} // namespace dom0ctl
