// SPDX-License-Identifier: GPL-2.0-or-later
#include "memory.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

constexpr size_t moving_pages = 16;
char* const moving = reinterpret_cast<char*>(0x7e0000000000);

char* map(void* at, size_t size, int protection) {
    void* got = mmap(at, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (got == MAP_FAILED)
        std::abort();
    return static_cast<char*>(got);
}

/// Every kernel can read from a pipe, and stops where it cannot write.
class Pipe {
  public:
    Pipe() {
        if (pipe2(ends_, O_NONBLOCK | O_CLOEXEC))
            std::abort();
    }
    ~Pipe() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void put(void* at, const char* from, size_t size) {
        char rest[4096];
        ssize_t written = write(ends_[1], from, size);
        if (written != static_cast<ssize_t>(size))
            std::abort(); // nothing here is larger than a pipe
        (void)!read(ends_[0], at, size);
        while (read(ends_[0], rest, sizeof(rest)) > 0)
            ;
    }

  private:
    int ends_[2];
};

} // namespace

// [good ...] [writable][absent][writable][read-only][absent][read-only][writable]
Memory::Memory(unsigned thread)
    : good_(map(reinterpret_cast<char*>(0x7d0000000000 + (uint64_t(thread) << 30)),
                good_pages * page, PROT_READ | PROT_WRITE)),
      edges_(map(good_ + (1 << 29), 7 * page, PROT_READ | PROT_WRITE)) {
    mprotect(edges_ + page, page, PROT_NONE);
    mprotect(edges_ + 3 * page, page, PROT_READ);
    munmap(edges_ + 4 * page, page);
    mprotect(edges_ + 5 * page, page, PROT_READ);
}

char* Memory::good(Random& random, size_t size) const {
    size_t places = good_pages * page > size ? good_pages * page - size : 1;
    // Mostly where structures belong, sometimes not.
    size_t at = random.below(places);
    return good_ + (random.chance(90) ? at & ~size_t(7) : at);
}

uint64_t Memory::address(Random& random, size_t size) const {
    uint64_t any = random.next(), where = random.below(100), less = random.below(size + 8);
    auto number = [](const char* at) { return reinterpret_cast<uint64_t>(at); };
    if (where < 45)
        return number(good(random, size));
    if (where < 65)
        return number(moving) + any % (moving_pages * page);
    if (where < 85)
        return number(edges_) + (1 + any % 6) * page - less;
    switch (any % 8) {
    case 0:
        return 0;
    case 1:
        return less;
    case 2:
        return 0xffff888000000000 + less * page; // the kernel's map of all memory
    case 3:
        return 0xffffffff81000000 + less; // the kernel's text
    case 4:
        return 0x8000000000000000 + less; // no address at all
    case 5:
        return 0x00007ffffffff000 - less; // the end of what is the user's
    case 6:
        return ~uint64_t(0) - less;
    default:
        return random.next();
    }
}

void Memory::put(uint64_t at, const void* from, size_t size) {
    thread_local Pipe pipe;
    pipe.put(reinterpret_cast<void*>(at), static_cast<const char*>(from), size);
}

void Memory::keep_moving(Random random, const bool volatile& stop) {
    map(moving, moving_pages * page, PROT_READ | PROT_WRITE);
    while (!stop) {
        char* at = moving + random.below(moving_pages) * page;
        switch (random.below(4)) {
        case 0:
            munmap(at, page);
            break;
        case 1:
            mprotect(at, page, PROT_READ);
            break;
        case 2:
            madvise(at, page, MADV_DONTNEED);
            break;
        default:
            map(at, page, PROT_READ | PROT_WRITE);
        }
        // There are two processors for all threads.
        usleep(100);
    }
}
