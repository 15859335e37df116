// SPDX-License-Identifier: GPL-2.0-or-later
//
// The front half of a ring: what Xen's ring.h does with macros, for slots whose
// size is known at run time only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace frontlib {

class Ring {
  public:
    // Sets up the shared memory; the back end must not know of it yet.
    Ring(std::byte* shared, size_t bytes, size_t slot_bytes);

    unsigned size() const { return size_; }
    unsigned free_slots() const { return size_ - (produced_ - consumed_); }

    // Fills the next free slot, of which the back end does not know yet.
    void put(const void* slot);

    // Shows what was put to the back end.
    // Returns true if the back end wants to be told.
    bool show();

    // Takes the next response: its slot, until the next put(); or none.
    const std::byte* take();

    // Asks for an event at the next response. Returns true if there is one
    // already, for which no event may come.
    bool ask_for_event();

    // Claims requests that were never written, as no sane front end does.
    void lie(unsigned requests);

  private:
    std::byte* slot(uint32_t index) const;
    uint32_t& field(size_t offset) const;

    std::byte* shared_;
    size_t slot_bytes_;
    unsigned size_;
    uint32_t produced_ = 0;
    uint32_t shown_ = 0;
    uint32_t consumed_ = 0;
};

} // namespace frontlib
