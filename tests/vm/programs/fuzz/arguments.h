// SPDX-License-Identifier: GPL-2.0-or-later
// Arguments of the calls: good ones, in which some field may then be anything.
#pragma once

#include "memory.h"

#include <vector>
#include <xen/blkthrottle.h>

/// Which domains and disks there are, or may be.
struct Targets {
    std::vector<uint16_t> domids;
    std::vector<uint32_t> devids;
};

struct Argument {
    unsigned long request;
    std::vector<char> bytes;
};

/// Draws the next call; what its argument points to is put in place.
Argument draw_argument(Random& random, const Memory& memory, const Targets& targets);
