// SPDX-License-Identifier: GPL-2.0-or-later
// poll-stat: waits for a sysfs file to say that it has changed.
#include "commands.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/// Prints "ready", then for each time it was woken "woken REVENTS MILLISECONDS",
/// COUNT times; "timeout" and an exit code of 3 when SECONDS pass before.
int command_poll_stat(const Words& words) {
    using Clock = std::chrono::steady_clock;
    if (words.size() != 3)
        return failed("poll-stat", EINVAL);
    setvbuf(stdout, nullptr, _IOLBF, 0);
    int fd = open(words[0].c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed("open", errno);
    auto began = Clock::now();
    auto since = [&] {
        return static_cast<int>(
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count());
    };
    int most = static_cast<int>(std::stod(words[2]) * 1000);
    for (long left = std::stol(words[1]); left >= 0; left--) {
        // A read is what a later change is later than.
        char buffer[4096];
        if (pread(fd, buffer, sizeof(buffer), 0) <= 0)
            return failed("read", errno);
        if (left == std::stol(words[1]))
            std::printf("ready\n");
        if (left == 0)
            break;
        pollfd wanted = {fd, POLLPRI, 0};
        int got = poll(&wanted, 1, most - since() > 0 ? most - since() : 0);
        if (got < 0)
            return failed("poll", errno);
        if (got == 0) {
            std::printf("timeout\n");
            close(fd);
            return 3;
        }
        std::printf("woken %x %d\n", wanted.revents, since());
    }
    close(fd);
    return 0;
}
