// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace dom0ctl {
namespace {

constexpr std::chrono::milliseconds pause(10);
constexpr std::chrono::seconds patience(60);

Error cannot_lock(const std::string& path, int err) {
    if (err == EACCES || err == EPERM)
        return {ExitCode::no_permission, fmt::format("no permission to open {}", path),
                "run dom0ctl as root"};
    return {ExitCode::failed, fmt::format("cannot lock {}: {}", path, errno_text(err)),
            err == EWOULDBLOCK ? fmt::format("'fuser {}' tells who holds it", path)
                               : "check that the folder can be written to"};
}

} // namespace

Result<Fd> take_lock(const std::string& path) {
    Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd.valid())
        return cannot_lock(path, errno);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        const bool is_held = errno == EWOULDBLOCK || errno == EINTR;
        if (!is_held || std::chrono::steady_clock::now() >= end)
            return cannot_lock(path, errno);
        std::this_thread::sleep_for(pause);
    }
    return fd;
}

} // namespace dom0ctl
