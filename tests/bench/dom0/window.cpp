// SPDX-License-Identifier: GPL-2.0-or-later
// window SECONDS FILE...: by how much the sum of these counters grows, and in
// exactly how long; prints both, the time in ns. A shell that reads the files
// and then the clock is milliseconds off.
#include "program.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

static uint64_t sum(int count, char** files) {
    uint64_t total = 0;
    for (int i = 0; i < count; i++) {
        char text[32] = {};
        int fd = open(files[i], O_RDONLY);
        if (fd < 0 || read(fd, text, sizeof(text) - 1) < 1)
            die(files[i]);
        close(fd);
        total += std::strtoull(text, nullptr, 10);
    }
    return total;
}

int main(int argc, char** argv) {
    if (argc < 3)
        return 2;
    uint64_t length = static_cast<uint64_t>(number(argv[1]) * 1e9);
    uint64_t from = now_ns();
    uint64_t before = sum(argc - 2, argv + 2);
    uint64_t end = from + length;
    timespec until = {static_cast<time_t>(end / 1'000'000'000),
                      static_cast<long>(end % 1'000'000'000)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR)
        ;
    uint64_t to = now_ns();
    uint64_t after = sum(argc - 2, argv + 2);
    std::printf("%lu %lu\n", after - before, to - from);
}
