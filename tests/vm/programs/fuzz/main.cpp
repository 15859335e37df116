// SPDX-License-Identifier: GPL-2.0-or-later
// throttle-fuzz: hostile callers of /dev/xen/blkthrottle, several at once.
//
//   throttle-fuzz SEED SECONDS DOMID,... DEVID,...        calls
//   throttle-fuzz SEED --draw COUNT DOMID,... DEVID,...   only says what it would call
//
// The same seed gives each thread the same operations in the same order; how far
// each comes, and how they interleave, is up to the machine.
#include "operations.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace {

constexpr unsigned workers = 4;
bool volatile stop = false;

template <typename T>
std::vector<T> numbers(const char* text) {
    std::vector<T> list;
    for (char* end; *text; text = *end ? end + 1 : end)
        list.push_back(static_cast<T>(std::strtoul(text, &end, 0)));
    return list;
}

/// Prints a digest of the first operations of each thread.
int print_drawn(uint64_t seed, unsigned long count, const Targets& targets) {
    for (unsigned thread = 0; thread < workers; thread++) {
        Worker worker(seed, thread, targets);
        uint64_t digest = 14695981039346656037U;
        auto mix = [&](uint64_t value) { digest = (digest ^ value) * 1099511628211U; };
        for (unsigned long i = 0; i < count; i++) {
            Operation drawn = worker.draw();
            for (uint64_t value : {uint64_t(drawn.kind), uint64_t(drawn.slot),
                                   uint64_t(drawn.request), drawn.at, drawn.size})
                mix(value);
            for (char byte : drawn.bytes)
                mix(static_cast<unsigned char>(byte));
        }
        std::printf("thread %u: %lu operations, digest %016llx\n", thread, count,
                    static_cast<unsigned long long>(digest));
    }
    return 0;
}

void work(Worker* worker) {
    while (!stop)
        worker->run(worker->draw());
}

/// One who waits for events as they come, and is interrupted at times.
struct Waiter {
    unsigned long events = 0;
    std::atomic<bool> done = false;
};

void wait_for_events(Waiter* waiter) {
    int fd = open(XBT_DEVICE, O_RDONLY | O_CLOEXEC);
    static char buffer[64 * sizeof(xbt_event)];
    while (!stop) {
        ssize_t got = read(fd, buffer, sizeof(buffer));
        waiter->events += got > 0 ? got / sizeof(xbt_event) : 0;
    }
    close(fd);
    waiter->done = true;
}

void ignore(int) {}

/// Interrupts all threads until the time is over; whether all of them got on.
bool watch(std::vector<std::thread>& threads, const std::vector<std::unique_ptr<Worker>>& all,
           double seconds) {
    using Clock = std::chrono::steady_clock;
    auto began = Clock::now(), checked = began;
    std::vector<unsigned long> before(all.size());
    while (Clock::now() - began < std::chrono::duration<double>(seconds)) {
        usleep(20000);
        for (std::thread& thread : threads)
            pthread_kill(thread.native_handle(), SIGUSR1);
        if (Clock::now() - checked < std::chrono::seconds(8))
            continue;
        checked = Clock::now();
        for (size_t i = 0; i < all.size(); i++) {
            if (all[i]->done() == before[i])
                return false;
            before[i] = all[i]->done();
        }
    }
    return true;
}

void print_tally(const std::vector<std::unique_ptr<Worker>>& all, unsigned long events) {
    Tally sum;
    unsigned long operations = 0;
    for (const auto& worker : all) {
        operations += worker->done();
        for (const auto& [what, count] : worker->tally())
            sum[what] += count;
    }
    std::printf("%lu operations, %lu events read by one who waits\n", operations, events);
    for (const auto& [what, count] : sum)
        std::printf("%s: %s: %lu\n", what.first.c_str(),
                    what.second ? strerrorname_np(what.second) : "0", count);
}

int fuzz(uint64_t seed, double seconds, const Targets& targets) {
    // Not SA_RESTART: what waits shall be interrupted.
    struct sigaction action = {};
    action.sa_handler = ignore;
    sigaction(SIGUSR1, &action, nullptr);

    std::vector<std::unique_ptr<Worker>> all;
    std::vector<std::thread> threads;
    Waiter waiter;
    for (unsigned thread = 0; thread < workers; thread++)
        all.push_back(std::make_unique<Worker>(seed, thread, targets));
    for (auto& worker : all)
        threads.emplace_back(work, worker.get());
    threads.emplace_back(wait_for_events, &waiter);
    threads.emplace_back([=] { Memory::keep_moving(Random(seed, workers), stop); });

    if (!watch(threads, all, seconds)) {
        std::printf("a thread has done nothing for 8 seconds\n");
        _exit(3);
    }
    stop = true;
    // The one who waits may just have looked at stop: interrupt it again.
    while (!waiter.done) {
        pthread_kill(threads[workers].native_handle(), SIGUSR1);
        usleep(10000);
    }
    for (std::thread& thread : threads)
        thread.join();
    print_tally(all, waiter.events);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    bool draw = argc == 6 && std::strcmp(argv[2], "--draw") == 0;
    if (argc != 5 && !draw) {
        std::fprintf(stderr, "throttle-fuzz SEED SECONDS|--draw COUNT DOMID,... DEVID,...\n");
        return 2;
    }
    uint64_t seed = std::strtoull(argv[1], nullptr, 0);
    Targets targets = {numbers<uint16_t>(argv[argc - 2]), numbers<uint32_t>(argv[argc - 1])};
    setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    if (draw)
        return print_drawn(seed, std::strtoul(argv[3], nullptr, 0), targets);
    return fuzz(seed, std::atof(argv[2]), targets);
}
