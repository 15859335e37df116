// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames out of commands.
#pragma once

#include "front.h"
#include "script.h"

namespace netfront {

// send tag=T frame=LAYERS ...: as README.md has it.
void send_frames(const Command& command, Front& front);
// inject tag=T frame=LAYERS [blank] [gso=SIZE]
void inject_frames(const Command& command, Front& front);
// random tag=T count=N seed=S: frames that a coin has made, sent however it fell.
void send_random(const Command& command, Front& front);

} // namespace netfront
