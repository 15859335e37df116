// SPDX-License-Identifier: GPL-2.0-or-later
#include "operations.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

Worker::Worker(uint64_t seed, unsigned thread, const Targets& targets)
    : random_(seed, thread), memory_(thread), targets_(targets) {
    fds_.fill(-1);
}

Worker::~Worker() {
    for (int fd : fds_)
        close(fd);
}

Operation Worker::draw() {
    uint64_t which = random_.below(100);
    Operation drawn = {Operation::call, unsigned(random_.below(slots)), 0, 0, 0, {}};
    if (which < 70) {
        Argument argument = draw_argument(random_, memory_, targets_);
        size_t size = argument.bytes.size();
        drawn.request = argument.request;
        drawn.at = reinterpret_cast<uint64_t>(memory_.good(random_, size));
        if (random_.chance(30))
            drawn.at = memory_.address(random_, size);
        drawn.bytes = std::move(argument.bytes);
    } else if (which < 82) {
        drawn.kind = Operation::reading;
        drawn.size = random_.one_of<uint64_t>(
            {random_.below(200), sizeof(xbt_event), 400, 40000, random_.number()});
        drawn.at = memory_.address(random_, drawn.size < 40000 ? drawn.size : 40000);
    } else if (which < 88) {
        drawn.kind = Operation::polling;
        drawn.size = random_.below(4);
    } else if (which < 95) {
        drawn.kind = Operation::reopen;
    } else if (which < 98) {
        drawn.kind = Operation::strange;
        drawn.request = random_.next();
        drawn.at = memory_.address(random_, 64);
    } else {
        drawn.kind = Operation::pause;
        drawn.size = random_.below(3000);
    }
    return drawn;
}

void Worker::note(const char* what, long result) {
    tally_[{what, result < 0 ? errno : 0}]++;
}

void Worker::run(const Operation& operation) {
    static const char* const calls[] = {"info", "set", "get", "reset"};
    int& fd = fds_[operation.slot];
    void* at = reinterpret_cast<void*>(operation.at);
    done_ = done_ + 1;
    if (fd < 0) {
        fd = open(XBT_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        note("open", fd);
    }
    switch (operation.kind) {
    case Operation::call: {
        Memory::put(operation.at, operation.bytes.data(), operation.bytes.size());
        unsigned long number = operation.request - XBT_IOC_INFO;
        note(number < 4 ? calls[number] : "unknown call", ioctl(fd, operation.request, at));
        break;
    }
    case Operation::reading:
        note("read", read(fd, at, operation.size));
        break;
    case Operation::polling: {
        pollfd wanted = {fd, POLLIN | POLLPRI | POLLOUT, 0};
        note("poll", poll(&wanted, 1, static_cast<int>(operation.size)));
        break;
    }
    case Operation::reopen:
        close(fd);
        fd = -1;
        break;
    case Operation::strange:
        if (operation.request % 3 == 0)
            note("write", write(fd, at, 64));
        else if (operation.request % 3 == 1)
            note("lseek", lseek(fd, operation.request, operation.request % 5));
        else
            note("mmap", mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
        break;
    case Operation::pause:
        usleep(static_cast<unsigned>(operation.size));
        break;
    }
}
