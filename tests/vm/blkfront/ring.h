// SPDX-License-Identifier: GPL-2.0-or-later
//
// The front half of a ring: what Xen's ring.h does with macros, for slots whose
// size is known at run time only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "protocol.h"

namespace blkfront {

class Ring {
  public:
    // Sets up the shared memory; the back end must not know of it yet.
    Ring(std::byte* shared, size_t bytes, const Layout& layout);

    unsigned size() const { return size_; }
    unsigned free_slots() const { return size_ - (produced_ - consumed_); }

    // Puts a request into a free slot and shows it to the back end.
    // Returns true if the back end wants to be told.
    bool push(const Request& request);

    // Takes the next response.
    std::optional<Response> pop();

    // Asks for an event at the next response. Returns true if there is one
    // already, for which no event may come.
    bool ask_for_event();

    // Claims requests that were never written, as no sane front end does.
    void lie(unsigned requests);

  private:
    std::byte* slot(uint32_t index) const;
    uint32_t& field(size_t offset) const;

    std::byte* shared_;
    const Layout& layout_;
    unsigned size_;
    uint32_t produced_ = 0;
    uint32_t consumed_ = 0;
};

} // namespace blkfront
