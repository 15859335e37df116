// SPDX-License-Identifier: GPL-2.0-or-later
// change DEVICE FILE LOW_BPS LOW_TEXT HIGH_BPS HIGH_TEXT ROUNDS: while writes of
// 4 KiB wait, writes LOW_TEXT and HIGH_TEXT to FILE in turns. Prints the longest
// times, in ns, from the beginning of such a write until the new rate is in
// force: when it rises, when it falls.
#include "closed_loop.h"

#include <algorithm>
#include <cstring>

constexpr unsigned depth = 32;
constexpr size_t size = 4096;

class Change {
  public:
    Change(ClosedLoop& loop, const char* file) : loop_(loop) {
        fd_ = open(file, O_WRONLY);
        if (fd_ < 0)
            die(file);
    }

    // Runs for so many completions at the present rate, then sets another one
    // right after a completion.
    void set(unsigned completions, const char* text) {
        while (times_.size() < completions)
            loop_.wait(times_);
        times_.clear();
        start_ = now_ns();
        if (pwrite(fd_, text, std::strlen(text), 0) != static_cast<ssize_t>(std::strlen(text)))
            die(text);
        written_ = now_ns();
    }

    // How far the completions are behind a schedule that begins with the write.
    uint64_t risen(double bps) {
        double gap = size * 1e9 / bps, late = 0;
        while (times_.size() < depth)
            loop_.wait(times_);
        for (unsigned i = 0; i < depth; i++)
            late = std::max(late, static_cast<double>(times_[i] - start_) - (i + 1) * gap);
        return std::max(written_ - start_, static_cast<uint64_t>(late));
    }

    // Until the last completion that the new rate would not have let through.
    // The first may have been under way to the disk, and for the next something
    // had been saved up: less than half of what it costs, so soon after the one
    // before it.
    uint64_t fallen(double bps) {
        double gap = size * 1e9 / bps;
        uint64_t last = written_;
        do
            loop_.wait(times_);
        while (static_cast<double>(times_.back() - start_) < 4 * gap);
        for (size_t i = 1; i < times_.size(); i++)
            if (static_cast<double>(times_[i] - start_) < (static_cast<double>(i) - 0.5) * gap)
                last = std::max(last, times_[i]);
        return last - start_;
    }

  private:
    ClosedLoop& loop_;
    int fd_;
    std::vector<uint64_t> times_;
    uint64_t start_ = 0, written_ = 0;
};

int main(int argc, char** argv) {
    if (argc != 8)
        return 2;
    double low = number(argv[3]), high = number(argv[5]), rounds = number(argv[7]);
    ClosedLoop loop(argv[1], depth, size, true);
    Change change(loop, argv[2]);
    uint64_t risen = 0, fallen = 0;

    change.set(2 * depth, argv[4]);
    for (int round = 0; round < rounds; round++) {
        change.set(5, argv[6]);
        risen = std::max(risen, change.risen(high));
        change.set(4 * depth, argv[4]);
        fallen = std::max(fallen, change.fallen(low));
    }
    // Or the end would wait for what is in flight.
    change.set(0, argv[6]);
    std::printf("%lu %lu\n", risen, fallen);
}
