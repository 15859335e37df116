// SPDX-License-Identifier: GPL-2.0-or-later
// The device, as a caller sees it.
#pragma once

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <xen/blkthrottle.h>

class Device {
  public:
    explicit Device(int flags = O_RDONLY) : fd_(open(XBT_DEVICE, flags | O_CLOEXEC)) {}
    ~Device() {
        if (fd_ >= 0)
            close(fd_);
    }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    bool there() const { return fd_ >= 0; }
    int fd() const { return fd_; }

    /// 0, or the errno.
    int call(unsigned long request, void* argument) const {
        return ioctl(fd_, request, argument) == 0 ? 0 : errno;
    }

  private:
    int fd_;
};
