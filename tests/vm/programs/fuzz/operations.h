// SPDX-License-Identifier: GPL-2.0-or-later
// What a thread of the fuzzer does, one operation after the other.
#pragma once

#include "arguments.h"

#include <array>
#include <map>
#include <string>

struct Operation {
    enum Kind { call, reading, polling, reopen, strange, pause };
    Kind kind;
    unsigned slot;
    unsigned long request;
    uint64_t at;
    uint64_t size;
    std::vector<char> bytes;
};

/// How often something ended how: by "what" and errno.
using Tally = std::map<std::pair<std::string, int>, unsigned long>;

class Worker {
  public:
    Worker(uint64_t seed, unsigned thread, const Targets& targets);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Draws the next operation; depends on the seed alone.
    Operation draw();
    void run(const Operation& operation);

    const Tally& tally() const { return tally_; }
    unsigned long done() const { return done_; }

  private:
    void note(const char* what, long result);

    static constexpr unsigned slots = 6;
    Random random_;
    Memory memory_;
    const Targets& targets_;
    std::array<int, slots> fds_;
    Tally tally_;
    unsigned long volatile done_ = 0;
};
