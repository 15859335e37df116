// SPDX-License-Identifier: GPL-2.0-or-later
// throttle-ioctl: the ioctls and events of /dev/xen/blkthrottle for VM cases,
// one call a run, and what their contract says of errors.
#include "commands.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace {

struct Command {
    const char* name;
    int (*run)(const Words&);
    const char* words;
};

const Command commands[] = {
    {"info", command_info, ""},
    {"set", command_set, "DOMID DEVID|- KNOB VALUE ..."},
    {"get", command_get,
     "[DOMID|all] [--domains] [--vbds] [--size BYTES] [--room COUNT]; both without a flag"},
    {"reset", command_reset, "DOMID|all DEVID|-"},
    {"events", command_events,
     "[--count N] [--timeout SECONDS] [--nonblock] [--bytes N] [--after FILE]"},
    {"poll-stat", command_poll_stat, "FILE COUNT SECONDS"},
    {"contract", command_contract, "DOMID DEVID: every error that the header names"},
    {"unprivileged", command_unprivileged, "DOMID DEVID: what others than root may do"},
};

int usage() {
    for (const Command& command : commands)
        std::fprintf(stderr, "throttle-ioctl %s %s\n", command.name, command.words);
    return 2;
}

} // namespace

std::string take_option(Words& words, const std::string& name, const std::string& otherwise) {
    auto at = std::find(words.begin(), words.end(), name);
    if (at == words.end() || at + 1 == words.end())
        return otherwise;
    std::string value = *(at + 1);
    words.erase(at, at + 2);
    return value;
}

bool take_flag(Words& words, const std::string& name) {
    auto at = std::find(words.begin(), words.end(), name);
    if (at == words.end())
        return false;
    words.erase(at);
    return true;
}

int failed(const char* what, int error) {
    std::fprintf(stderr, "throttle-ioctl: %s: %s\n", what, std::strerror(error));
    return 1;
}

int main(int argc, char** argv) {
    if (argc < 2)
        return usage();
    for (const Command& command : commands) {
        if (std::strcmp(argv[1], command.name) == 0)
            return command.run(Words(argv + 2, argv + argc));
    }
    return usage();
}
