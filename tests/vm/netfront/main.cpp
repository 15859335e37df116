// SPDX-License-Identifier: GPL-2.0-or-later
//
// netfront [SCRIPT]: a network front end in user space that does what a script
// says, in dom0 and towards dom0's own back end. See README.md.
#include "commands.h"
#include "program.h"

int main(int argc, char** argv) {
    // The vif goes with it, at whatever end.
    netfront::Commands commands;
    return frontlib::run_script("netfront", argc, argv,
                                [&](const frontlib::Command& command) { commands.run(command); });
}
