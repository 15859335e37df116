// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames out of a line of text: layers between slashes, outermost first, as in
// vlan:tci=5/ip4:options=8/tcp/100. README.md lists them.
#pragma once

#include <string>

#include "sum.h"

namespace netfront {

struct Frame {
    Bytes sent;
    // The same with every checksum right; where none is blank or wrong, equal.
    Bytes complete;
};

// The source address of the Ethernet header carries number. blank: the innermost
// TCP or UDP header holds only the sum of its pseudo header.
Frame build_frame(const std::string& text, uint32_t number, bool blank);

// Cuts it off; nothing of it can be completed then.
void truncate_frame(Frame& frame, size_t bytes);

// Which frame it is; nothing for one that is not of build_frame().
std::optional<uint32_t> frame_number(View frame);
void number_frame(Bytes& frame, uint32_t number);

// What a plain frame looks like once its checksum is right.
Bytes completed(View frame);

} // namespace netfront
