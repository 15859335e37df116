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
    explicit Device(int flags = O_RDONLY)
        : fd_(open(XBT_DEVICE, flags | O_CLOEXEC)), error_(fd_ < 0 ? errno : 0) {}
    ~Device() {
        if (fd_ >= 0)
            close(fd_);
    }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    bool there() const { return fd_ >= 0; }
    int fd() const { return fd_; }

    /// 0, or the errno, of opening it if that failed.
    int call(unsigned long request, void* argument) const {
        if (!there())
            return error_;
        return ioctl(fd_, request, argument) == 0 ? 0 : errno;
    }

  private:
    int fd_;
    int error_;
};
