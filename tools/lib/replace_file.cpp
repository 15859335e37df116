// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/replace_file.h"

#include "lib/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace dom0ctl {
namespace {

constexpr mode_t for_all_to_read = 0644;

Error cannot_write(const std::string& path, int err) {
    if (err == EACCES || err == EPERM)
        return {ExitCode::no_permission, fmt::format("no permission to write {}", path),
                "run dom0ctl as root"};
    return {ExitCode::failed, fmt::format("cannot write {}: {}", path, errno_text(err)),
            err == ENOSPC ? "free some space there" : "check the folder it is in"};
}

} // namespace

FileReplacement::FileReplacement(std::string path, std::string was, Fd folder)
    : path_(std::move(path)), was_(std::move(was)), folder_(std::move(folder)),
      name_(std::filesystem::path(path_).filename().native()) {}

FileReplacement::FileReplacement(FileReplacement&& other) noexcept
    : path_(std::move(other.path_)), was_(std::move(other.was_)), folder_(std::move(other.folder_)),
      name_(std::move(other.name_)), temporary_(std::exchange(other.temporary_, "")) {}

FileReplacement::~FileReplacement() {
    if (!temporary_.empty())
        ::unlinkat(folder_.get(), temporary_.c_str(), 0);
}

Result<FileReplacement> FileReplacement::prepare(const std::string& path, std::string_view was,
                                                 std::string_view content) {
    const std::string folder = std::filesystem::path(path).parent_path().native();
    Fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.valid())
        return cannot_write(path, errno);
    FileReplacement replacement(path, std::string(was), std::move(opened));
    if (const Result<void> same = replacement.check_unchanged(); !same)
        return same.error();
    if (const Result<void> written = replacement.write(content); !written)
        return written.error();
    return replacement;
}

// Somebody may have it open in an editor, which no lock keeps out.
Result<void> FileReplacement::check_unchanged() const {
    struct stat file {};
    const bool is_there = ::fstatat(folder_.get(), name_.c_str(), &file, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_there && errno != ENOENT)
        return cannot_write(path_, errno);
    if (is_there && !S_ISREG(file.st_mode))
        return Error{ExitCode::failed,
                     fmt::format("{} is {}, which dom0ctl does not write to", path_,
                                 S_ISLNK(file.st_mode) ? "a symbolic link" : "no plain file"),
                     "edit by hand what it stands for"};
    const Result<std::string, int> content =
        is_there ? read_file(path_) : Result<std::string, int>(std::string());
    if (!content)
        return cannot_write(path_, content.error());
    if (*content != was_)
        return Error{ExitCode::failed, fmt::format("somebody has just changed {}", path_),
                     "run dom0ctl again"};
    return {};
}

Result<void> FileReplacement::write(std::string_view content) {
    struct stat file {};
    const bool is_there = ::fstatat(folder_.get(), name_.c_str(), &file, AT_SYMLINK_NOFOLLOW) == 0;
    // Hidden, and no *.toml: nobody reads it for a limits file.
    std::string temporary = fmt::format(".{}.{}", name_, ::getpid());
    // The draft of one that was killed, at that time.
    ::unlinkat(folder_.get(), temporary.c_str(), 0);
    const Fd fd(::openat(folder_.get(), temporary.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd.valid())
        return cannot_write(path_, errno);
    temporary_ = std::move(temporary);
    if ((is_there && ::fchown(fd.get(), file.st_uid, file.st_gid) != 0) ||
        ::fchmod(fd.get(), is_there ? file.st_mode & 07777U : for_all_to_read) != 0)
        return cannot_write(path_, errno);
    if (const Result<void, int> done = write_all(fd, content); !done)
        return cannot_write(path_, done.error());
    return {};
}

Result<void> FileReplacement::commit() {
    if (Result<void> same = check_unchanged(); !same)
        return same;
    if (::renameat(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str()) != 0)
        return cannot_write(path_, errno);
    temporary_.clear();
    if (::fsync(folder_.get()) != 0)
        return cannot_write(path_, errno);
    return {};
}

} // namespace dom0ctl
