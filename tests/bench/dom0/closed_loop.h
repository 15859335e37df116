// SPDX-License-Identifier: GPL-2.0-or-later
// A fixed number of requests in flight on a block device: for each that
// completes, another one is asked for.
#pragma once

#include "program.h"

#include <fcntl.h>
#include <libaio.h>
#include <unistd.h>

#include <vector>

class ClosedLoop {
  public:
    ClosedLoop(const char* path, unsigned depth, size_t size, bool write)
        : size_(size), requests_(depth), events_(depth) {
        fd_ = open(path, (write ? O_WRONLY : O_RDONLY) | O_DIRECT);
        if (fd_ < 0)
            die(path);
        blocks_ = static_cast<uint64_t>(lseek(fd_, 0, SEEK_END)) / size;
        if (blocks_ == 0 || io_setup(static_cast<int>(depth), &context_) != 0)
            die("io_setup");
        for (iocb& request : requests_) {
            void* data;
            if (posix_memalign(&data, 4096, size) != 0)
                die("posix_memalign");
            if (write)
                io_prep_pwrite(&request, fd_, data, size, 0);
            else
                io_prep_pread(&request, fd_, data, size, 0);
            ask(request);
        }
    }

    // Waits for at least one completion, adds the time of each to times.
    void wait(std::vector<uint64_t>& times) {
        int count =
            io_getevents(context_, 1, static_cast<long>(events_.size()), events_.data(), nullptr);
        uint64_t now = now_ns();
        if (count < 1)
            die("io_getevents");
        for (int i = 0; i < count; i++) {
            if (events_[i].res != size_) {
                std::fprintf(stderr, "a request of %zu bytes ended with %ld\n", size_,
                             static_cast<long>(events_[i].res));
                std::exit(1);
            }
            times.push_back(now);
            ask(*events_[i].obj);
        }
    }

  private:
    // Far from the one before: neighbours could be merged on the way.
    void ask(iocb& request) {
        iocb* list = &request;
        block_ = (block_ + 7919) % blocks_;
        request.u.c.offset = static_cast<long long>(block_ * size_);
        if (io_submit(context_, 1, &list) != 1)
            die("io_submit");
    }

    int fd_;
    io_context_t context_ = nullptr;
    size_t size_;
    uint64_t blocks_;
    uint64_t block_ = 0;
    std::vector<iocb> requests_;
    std::vector<io_event> events_;
};
