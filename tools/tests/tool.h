// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "tests/fake_host.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dom0ctl {

/// What the real binary did.
struct Outcome {
    int exit_code = -1; ///< -1: killed by a signal
    std::string out;
    std::string err;
};

/// The binary while it runs; it is killed if nobody waits for it.
class Running {
  public:
    Running(int pid, Fd out, Fd err) : pid_(pid), out_(std::move(out)), err_(std::move(err)) {}
    Running(Running&& other) noexcept
        : pid_(std::exchange(other.pid_, 0)), out_(std::move(other.out_)),
          err_(std::move(other.err_)) {}
    Running& operator=(Running&&) = delete;
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running();

    void send(int signal) const;
    /// What it has printed so far.
    std::string out() const;
    std::string err() const;
    Outcome wait();

  private:
    int pid_;
    Fd out_;
    Fd err_;
};

/// How the binary is run on a fake host.
struct Tool {
    const FakeHost& host;
    std::string xenstore = "/nonexistent/xenstored"; ///< its socket
    bool as_nobody = false;                          ///< without root's powers, if we have them

    Outcome operator()(const std::vector<std::string>& arguments) const;
    Running start(const std::vector<std::string>& arguments) const;
};

} // namespace dom0ctl
