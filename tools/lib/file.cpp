// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/file.h"

#include <fcntl.h>

#include <array>
#include <cerrno>

namespace dom0ctl {
namespace {

Fd open_file(const std::string& path, int flags) {
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    return Fd(fd);
}

} // namespace

Result<std::string, int> read_file(const std::string& path) {
    const Fd fd = open_file(path, O_RDONLY);
    if (!fd.valid())
        return errno;

    std::string content;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            return content;
        content.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result<void, int> write_file(const std::string& path, std::string_view content) {
    const Fd fd = open_file(path, O_WRONLY | O_TRUNC);
    if (!fd.valid())
        return errno;
    ssize_t done = -1;
    do {
        done = ::write(fd.get(), content.data(), content.size());
    } while (done < 0 && errno == EINTR);
    if (done < 0)
        return errno;
    if (static_cast<std::size_t>(done) != content.size())
        return EIO;
    return {};
}

Result<void, int> write_all(const Fd& file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t done = ::write(file.get(), content.data(), content.size());
        if (done < 0 && errno != EINTR)
            return errno;
        if (done > 0)
            content.remove_prefix(static_cast<std::size_t>(done));
    }
    if (::fsync(file.get()) != 0)
        return errno;
    return {};
}

} // namespace dom0ctl
