// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstdio>
#include <linux/netlink.h>
#include <map>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

#include "commands.h"

namespace evtchns {

namespace {

using Words = std::map<std::string, std::string, std::less<>>;

// "KEY=value" and so on, each with a zero behind it; the first is no pair.
Words understand(std::string_view message) {
    Words words;
    while (!message.empty()) {
        const std::string_view word = message.substr(0, message.find('\0'));
        const size_t equals = word.find('=');
        if (equals != word.npos)
            words.emplace(word.substr(0, equals), word.substr(equals + 1));
        message.remove_prefix(std::min(word.size() + 1, message.size()));
    }
    return words;
}

} // namespace

int uevents() {
    const int listener = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    sockaddr_nl all = {};
    all.nl_family = AF_NETLINK;
    all.nl_groups = 1; // the kernel's own
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&all), sizeof(all)) < 0) {
        std::perror("uevents");
        return 1;
    }
    std::printf("ready\n");
    char buffer[8192];
    for (ssize_t got = 0; (got = recv(listener, buffer, sizeof(buffer), 0)) >= 0;) {
        Words words = understand({buffer, static_cast<size_t>(got)});
        if (words["SUBSYSTEM"] == "xen-irqpool")
            std::printf("%s %s %s %s %s\n", words["ACTION"].c_str(), words["CEILING"].c_str(),
                        words["LEVEL"].c_str(), words["USED"].c_str(), words["LIMIT"].c_str());
    }
    std::perror("uevents");
    return 1;
}

} // namespace evtchns
