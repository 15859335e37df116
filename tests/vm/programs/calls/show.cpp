// SPDX-License-Identifier: GPL-2.0-or-later
// info, set, get and reset. What get prints has the names of the sysfs files and
// of the lines in them, so that a case can compare the two as text.
#include "commands.h"
#include "device.h"
#include "words.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace {

const char* const dir_names[] = {"read", "write"};
#define NUMBER_NAME(name) #name,
const char* const number_names[] = {XBT_FOR_EACH_NUMBER(NUMBER_NAME)};

void print_places(const char* head, const char* dir, const char* what, const __u64* places) {
    std::printf("%s %s_%s", head, dir, what);
    for (unsigned i = 0; i < XBT_HIST; i++)
        std::printf(" %llu", places[i]);
    std::printf("\n");
}

void print_state(const xbt_state& state) {
    std::string text = std::to_string(state.domid) + " " + devid_text(state.devid);
    const char* head = text.c_str();

    std::printf("%s vbds %u\n%s rings %u\n", head, state.vbds, head, state.rings);
    for (unsigned dir = 0; dir < 2; dir++) {
        for (unsigned i = 0; i < std::size(number_names); i++) {
            __u64 value;
            std::memcpy(&value, reinterpret_cast<const char*>(&state.dir[dir]) + i * sizeof(value),
                        sizeof(value));
            std::printf("%s %s_%s %llu\n", head, dir_names[dir], number_names[i], value);
        }
    }
    std::printf("%s other_ios %llu\n", head, state.other_ios);
    for (unsigned dir = 0; dir < 2; dir++) {
        print_places(head, dir_names[dir], "wait", state.wait[dir]);
        print_places(head, dir_names[dir], "service", state.service[dir]);
    }
    for (unsigned knob = 0; knob < XBT_KNOBS; knob++)
        std::printf("%s %s %s\n", head, knob_name(knob),
                    value_text(knob, state.knob[knob]).c_str());
    std::printf("%s time_ns %llu\n%s since_ns %llu\n", head, state.time_ns, head, state.since_ns);
}

} // namespace

int command_info(const Words&) {
    Device device;
    xbt_info info = {};
    info.size = sizeof(info);
    if (int error = device.call(XBT_IOC_INFO, &info))
        return failed("info", error);
    std::printf("abi %u\nknobs %u\ndomains %u\nvbds %u\n", info.abi, info.knobs, info.domains,
                info.vbds);
    return 0;
}

int command_set(const Words& words) {
    std::vector<xbt_setting> settings;
    for (size_t i = 0; i + 4 <= words.size(); i += 4) {
        xbt_setting setting = {};
        setting.domid = domid_number(words[i]);
        setting.devid = devid_number(words[i + 1]);
        setting.knob = static_cast<__u16>(knob_number(words[i + 2]));
        setting.value = value_number(words[i + 3]);
        settings.push_back(setting);
    }
    Device device;
    xbt_set set = {};
    set.size = sizeof(set);
    set.count = static_cast<__u32>(settings.size());
    set.settings = reinterpret_cast<unsigned long>(settings.data());
    set.setting_size = sizeof(xbt_setting);
    set.failed = 0xffffffff;
    int error = device.call(XBT_IOC_SET, &set);
    if (!error)
        return 0;
    std::fprintf(stderr, "failed %u\n", set.failed);
    return failed("set", error);
}

int command_get(const Words& given) {
    Words words = given;
    xbt_get get = {};
    size_t size = std::stoul(take_option(words, "--size", std::to_string(sizeof(xbt_state))));
    size_t room = std::stoul(take_option(words, "--room", "4096"));
    get.flags |= take_flag(words, "--domains") ? XBT_GET_DOMAINS : 0;
    get.flags |= take_flag(words, "--vbds") ? XBT_GET_VBDS : 0;
    if (!get.flags)
        get.flags = XBT_GET_DOMAINS | XBT_GET_VBDS;
    get.domid = domid_number(words.empty() ? "all" : words[0]);

    std::vector<char> states(room * size);
    Device device;
    get.size = sizeof(get);
    get.count = static_cast<__u32>(room);
    get.states = reinterpret_cast<unsigned long>(states.data());
    get.state_size = static_cast<__u32>(size);
    if (int error = device.call(XBT_IOC_GET, &get))
        return failed("get", error);
    for (size_t i = 0; i < std::min<size_t>(get.count, room); i++) {
        xbt_state state = {};
        std::memcpy(&state, &states[i * size], std::min(size, sizeof(state)));
        print_state(state);
    }
    return 0;
}

int command_reset(const Words& words) {
    if (words.size() != 2)
        return failed("reset", EINVAL);
    Device device;
    xbt_reset reset = {};
    reset.size = sizeof(reset);
    reset.domid = domid_number(words[0]);
    reset.devid = devid_number(words[1]);
    int error = device.call(XBT_IOC_RESET, &reset);
    return error ? failed("reset", error) : 0;
}
