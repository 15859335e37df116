// SPDX-License-Identifier: GPL-2.0-or-later
// What any bytes are, read by a second parser that shares nothing with the core: it holds the whole
// frame, descends by recursion, throws what it finds wrong, and keeps pseudo headers as bytes.
#pragma once

#include "build.h"

#include <string>

struct Reading {
    std::string kind = "other"; // summed, other, fragment, truncated, malformed
    std::vector<Place> places;
    std::vector<bool> tunnel, inner;
};

Reading read_frame(uint16_t ethertype, View frame);
