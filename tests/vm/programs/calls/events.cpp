// SPDX-License-Identifier: GPL-2.0-or-later
// events: prints "ready" when the device is open, then a line for each event:
// time_ns type domid devid knob value lost
#include "commands.h"
#include "device.h"
#include "words.h"

#include <chrono>
#include <cstdio>
#include <poll.h>

namespace {

using Clock = std::chrono::steady_clock;

const char* type_name(unsigned type) {
    static const char* const names[] = {
        "?",           "domain-added",  "domain-removed", "vbd-added",
        "vbd-removed", "limit-changed", "throttle-began", "throttle-ended"};
    return names[type < std::size(names) ? type : 0];
}

void print_event(const xbt_event& event) {
    bool limit = event.type == XBT_LIMIT_CHANGED;
    std::printf("%llu %s %u %s %s %s %llu\n", event.time_ns, type_name(event.type), event.domid,
                devid_text(event.devid).c_str(), limit ? knob_name(event.knob) : "-",
                limit ? value_text(event.knob, event.value).c_str() : "-", event.lost);
}

void wait_for_file(const std::string& name) {
    while (!name.empty() && access(name.c_str(), F_OK) != 0)
        usleep(50000);
}

/// false when the time is over. Without a time it is read() that waits.
bool wait_for_events(int fd, bool timed, Clock::time_point end) {
    if (!timed)
        return true;
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd wanted = {fd, POLLIN, 0};
    if (left <= 0 || poll(&wanted, 1, static_cast<int>(left)) == 0) {
        std::printf("timeout\n");
        return false;
    }
    if (wanted.revents != POLLIN)
        std::printf("poll gave %x\n", wanted.revents);
    return true;
}

} // namespace

int command_events(const Words& given) {
    Words words = given;
    unsigned long count = std::stoul(take_option(words, "--count", "1000000"));
    double seconds = std::stod(take_option(words, "--timeout", "0"));
    size_t bytes = std::stoul(take_option(words, "--bytes", "4000"));
    std::string after = take_option(words, "--after", "");
    bool nonblock = take_flag(words, "--nonblock");

    setvbuf(stdout, nullptr, _IOLBF, 0);
    Device device(O_RDONLY | (nonblock ? O_NONBLOCK : 0));
    if (!device.there())
        return failed("open", errno);
    std::printf("ready\n");
    wait_for_file(after);
    auto end = Clock::now() + std::chrono::milliseconds(static_cast<long>(seconds * 1000));
    std::vector<char> buffer(bytes);
    while (count && wait_for_events(device.fd(), seconds > 0, end)) {
        ssize_t got = read(device.fd(), buffer.data(), buffer.size());
        if (got < 0)
            return failed("read", errno);
        if (got % sizeof(xbt_event))
            return failed("read gave a part of an event", EIO);
        for (ssize_t at = 0; at < got; at += sizeof(xbt_event), count -= count ? 1 : 0)
            print_event(*reinterpret_cast<xbt_event*>(&buffer[at]));
    }
    return 0;
}
