// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/output_file.h"

#include "lib/fd.h"
#include "lib/file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace dom0ctl {
namespace {

Error cannot_write(const std::string& path, int err) {
    const std::string what = fmt::format("cannot write {}: {}", path, errno_text(err));
    if (err == EACCES || err == EPERM)
        return {ExitCode::no_permission, what, "run dom0ctl as root, or choose another file"};
    if (err == ENOENT)
        return {ExitCode::failed, what, "make its folder first, or choose another file"};
    return {ExitCode::failed, what, "choose another file"};
}

// Error: the errno.
Result<void, int> fill(const Fd& fd, std::string_view content) {
    constexpr mode_t everybody_reads = 0644;
    if (::fchmod(fd.get(), everybody_reads) != 0)
        return errno;
    return write_all(fd, content);
}

} // namespace

Result<void> write_output_file(const std::string& path, std::string_view content) {
    struct stat there {};
    if (::lstat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode))
        return Error{ExitCode::failed, fmt::format("{} is not a plain file", path),
                     "choose another file"};
    // Hidden, and of another ending: the collector takes *.prom.
    const std::size_t slash = path.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    std::string draft = fmt::format("{}.{}.XXXXXX", path.substr(0, name), path.substr(name));
    const Fd fd(::mkstemp(draft.data()));
    if (!fd.valid())
        return cannot_write(path, errno);
    Result<void, int> done = fill(fd, content);
    if (done && std::rename(draft.c_str(), path.c_str()) != 0)
        done = errno;
    if (done)
        return {};
    ::unlink(draft.c_str());
    return cannot_write(path, done.error());
}

} // namespace dom0ctl
