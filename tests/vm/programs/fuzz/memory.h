// SPDX-License-Identifier: GPL-2.0-or-later
// Memory of every sort that a caller may point to.
#pragma once

#include "random.h"

#include <cstddef>
#include <string>

class Memory {
  public:
    /// At fixed addresses, so that the same seed also gives the same pointers.
    explicit Memory(unsigned thread);

    /// An address of some sort; size is what the callee is likely to touch there.
    uint64_t address(Random& random, size_t size) const;
    /// A place where size bytes can be read and written.
    char* good(Random& random, size_t size) const;
    /// Writes through the kernel: a place that cannot be written stays as it is.
    static void put(uint64_t at, const void* from, size_t size);

    /// Takes pages of the moving part away and gives others, until told to stop.
    /// Meant for a thread of its own.
    static void keep_moving(Random random, const bool volatile& stop);

  private:
    static constexpr size_t page = 4096;
    static constexpr size_t good_pages = 64;
    // A few pages of which every second one is read-only or absent.
    char* good_;
    char* edges_;
};
