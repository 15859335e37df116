// SPDX-License-Identifier: GPL-2.0-or-later
//
// blkfront [SCRIPT]: a block front end in user space that does what a script
// says, in dom0 and towards dom0's own back end. See README.md.
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "commands.h"
#include "error.h"

namespace {

volatile std::sig_atomic_t told_to_stop = 0;

void on_signal(int) {
    told_to_stop = 1;
}

int run(std::istream& script) {
    blkfront::Commands commands;
    std::string text;
    for (unsigned line = 1; std::getline(script, text); line++) {
        try {
            const auto command = blkfront::parse_line(text, line);
            if (!command)
                continue;
            std::printf("--- %s\n", text.c_str());
            commands.run(*command);
            std::fflush(stdout);
            if (told_to_stop)
                throw blkfront::Error("told to stop");
        } catch (const blkfront::Error& error) {
            std::fflush(stdout);
            std::fprintf(stderr, "blkfront: line %u: %s: %s\n", line, text.c_str(), error.what());
            return 1;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    // The disk has to go with the program: no back end lets go of a ring whose
    // front end just vanished.
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, on_signal);
    if (argc < 2)
        return run(std::cin);
    std::ifstream file(argv[1]);
    if (!file) {
        std::fprintf(stderr, "blkfront: cannot read %s\n", argv[1]);
        return 1;
    }
    return run(file);
}
