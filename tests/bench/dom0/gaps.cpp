// SPDX-License-Identifier: GPL-2.0-or-later
// gaps DEVICE DEPTH BYTES SECONDS: reads with that many requests in flight;
// prints the number of completions, and of the gaps between them, in ns: the
// median, the 99.9th percentile, the largest.
#include "closed_loop.h"

#include <algorithm>

int main(int argc, char** argv) {
    if (argc != 5)
        return 2;
    ClosedLoop loop(argv[1], static_cast<unsigned>(number(argv[2])),
                    static_cast<size_t>(number(argv[3])), false);
    uint64_t length = static_cast<uint64_t>(number(argv[4]) * 1e9);
    std::vector<uint64_t> times;

    // What the limit had saved up goes first, and is not looked at.
    uint64_t begin = now_ns() + 500'000'000;
    while (now_ns() < begin)
        loop.wait(times);
    times.erase(times.begin(), times.end() - 1);
    while (times.back() < begin + length)
        loop.wait(times);

    std::vector<uint64_t> gaps;
    for (size_t i = 1; i < times.size(); i++)
        gaps.push_back(times[i] - times[i - 1]);
    std::sort(gaps.begin(), gaps.end());
    auto percentile = [&](double part) {
        size_t rank = static_cast<size_t>(part * static_cast<double>(gaps.size()));
        return gaps[std::min(rank, gaps.size() - 1)];
    };
    std::printf("%zu %lu %lu %lu\n", gaps.size(), percentile(0.5), percentile(0.999), gaps.back());
}
