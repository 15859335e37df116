// SPDX-License-Identifier: GPL-2.0-or-later
//
// One frame and what became of it.
#pragma once

#include <string>
#include <vector>

#include "frame.h"

namespace netfront {

// A frame as somebody saw it.
struct Seen {
    Bytes bytes;
    bool blank; // said to be without its checksum
};

struct Record {
    std::string tag;
    Frame frame;
    unsigned gso = 0; // the size of a segment, if it is to be cut
    unsigned slots = 0;
    unsigned answered = 0;
    int errors = 0; // of the answers
    std::vector<Seen> seen;
};

// missing    nobody saw it
// untouched  it came as it was sent, and said nothing else of its checksum
// complete   its checksums are right, and nothing else is different
// cut        it came in segments, with right checksums and the payload in order
// filled     one word is another, where no checksum was found that is ours to judge
// changed    anything else
std::string outcome(const Record& record);

} // namespace netfront
