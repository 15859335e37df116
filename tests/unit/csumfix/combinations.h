// SPDX-License-Identifier: GPL-2.0-or-later
// Every combination of the headers that the core knows, each as one frame.
#pragma once

#include "build.h"

#include <functional>
#include <string>

// Calls `with` for each: the frame behind its Ethernet type, and what it is made of.
void each_combination(unsigned seed,
                      const std::function<void(const Piece&, const std::string&)>& with);
