// SPDX-License-Identifier: GPL-2.0-or-later
#include "program.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"

namespace frontlib {

namespace {

volatile std::sig_atomic_t told_to_stop = 0;

void on_signal(int) {
    told_to_stop = 1;
}

int run_lines(const char* program, std::istream& script,
              const std::function<void(const Command&)>& run) {
    std::string text;
    for (unsigned line = 1; std::getline(script, text); line++) {
        try {
            const auto command = parse_line(text, line);
            if (!command)
                continue;
            std::printf("--- %s\n", text.c_str());
            run(*command);
            std::fflush(stdout);
            if (told_to_stop)
                throw Error("told to stop");
        } catch (const Error& error) {
            std::fflush(stdout);
            std::fprintf(stderr, "%s: line %u: %s: %s\n", program, line, text.c_str(),
                         error.what());
            return 1;
        }
    }
    return 0;
}

} // namespace

int run_script(const char* program, int argc, char** argv,
               const std::function<void(const Command&)>& run) {
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, on_signal);
    if (argc < 2)
        return run_lines(program, std::cin, run);
    std::ifstream file(argv[1]);
    if (!file) {
        std::fprintf(stderr, "%s: cannot read %s\n", program, argv[1]);
        return 1;
    }
    return run_lines(program, file, run);
}

void run_shell(const std::string& text, const std::function<void()>& idle) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child < 0)
        fail_errno("cannot fork");
    if (child == 0) {
        execl("/bin/bash", "bash", "-euc", text.c_str(), nullptr);
        _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0)
        idle();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw Error("`" + text + "` ended with " + std::to_string(WEXITSTATUS(status)));
}

} // namespace frontlib
