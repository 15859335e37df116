// SPDX-License-Identifier: GPL-2.0-or-later
#include "arguments.h"

#include <cstring>
#include <sys/ioctl.h>

namespace {

/// Three calls of four are good up to here; in the others one field is spoilt.
constexpr unsigned spoilt_percent = 25;

uint16_t draw_domid(Random& random, const Targets& targets) {
    uint16_t known = targets.domids[random.below(targets.domids.size())];
    uint16_t other = random.chance(50) ? XBT_ALL_DOMAINS : static_cast<uint16_t>(random.number());
    return random.chance(90) ? known : other;
}

uint32_t draw_devid(Random& random, const Targets& targets) {
    uint32_t known = targets.devids[random.below(targets.devids.size())];
    uint32_t any = static_cast<uint32_t>(random.number());
    if (random.chance(65))
        return XBT_WHOLE_DOMAIN;
    return random.chance(90) ? known : any;
}

enum class Kind { rate, burst, size };

struct Knob {
    Kind kind;
    const char* part;
};

#define KNOB(name, kind, scope, part) {Kind::kind, #part},
const Knob knobs[] = {XBT_FOR_EACH_KNOB(KNOB)};

/// A value with which a guest still gets on; now and then one that is no value.
uint64_t draw_value(Random& random, unsigned knob) {
    uint64_t bad = random.one_of<uint64_t>({0, XBT_MAX - 1, XBT_RATE_MAX + 1, XBT_SIZE_MAX + 1});
    uint64_t bps = random.one_of<uint64_t>({XBT_MAX, XBT_RATE_MAX, 200000000, 20000000, 3000000});
    uint64_t iops = random.one_of<uint64_t>({XBT_MAX, XBT_RATE_MAX, 100000, 10000, 2000});
    uint64_t burst = random.one_of<uint64_t>({XBT_AUTO, 1, 4096, 1 << 20, XBT_RATE_MAX});
    uint64_t size = random.one_of<uint64_t>({0, 16384, 65536, XBT_SIZE_MAX});
    if (random.chance(4) || knob >= XBT_KNOBS)
        return bad;
    switch (knobs[knob].kind) {
    case Kind::rate:
        return knobs[knob].part[0] == 'B' ? bps : iops;
    case Kind::burst:
        return burst;
    default:
        return size;
    }
}

/// One field, or any bytes, become anything.
void spoil(Random& random, void* what, size_t size) {
    size_t width = random.one_of<size_t>({1, 2, 4, 4, 8});
    size_t at = random.below(size - width + 1);
    uint64_t any = random.number();
    if (random.chance(80))
        at &= ~(width - 1);
    if (random.chance(spoilt_percent))
        std::memcpy(static_cast<char*>(what) + at, &any, width);
}

/// The argument with its size, which may be longer or shorter than what is there.
template <typename T>
Argument finish(Random& random, unsigned long request, T& argument) {
    argument.size = sizeof(T);
    spoil(random, &argument, sizeof(T));
    Argument made = {request, std::vector<char>(sizeof(T))};
    size_t more = random.one_of<size_t>({1, 8, 64, 4096 - sizeof(T), 4097});
    bool longer = random.chance(10), dirty = random.chance(30);
    size_t at = sizeof(T) + random.below(more);
    if (longer) {
        argument.size = static_cast<__u32>(sizeof(T) + more);
        made.bytes.resize(sizeof(T) + more);
        made.bytes[at] = dirty;
    }
    std::memcpy(made.bytes.data(), &argument, sizeof(T));
    return made;
}

Argument draw_set(Random& random, const Memory& memory, const Targets& targets) {
    xbt_set set = {};
    // Mostly few; now and then as many as there may be, whatever is there.
    set.count = random.chance(97) ? 1 + random.below(40) : random.below(XBT_SET_MAX + 10);
    size_t most = random.chance(90) ? sizeof(xbt_setting) : sizeof(xbt_setting) + 8;
    set.setting_size = random.chance(95) ? most : random.below(4200);
    set.settings = random.chance(50)
                       ? reinterpret_cast<uint64_t>(memory.good(random, set.count * most))
                       : memory.address(random, set.count * most);
    xbt_setting settings[40] = {};
    size_t count = set.count < 40 ? set.count : 40;
    for (size_t i = 0; i < count; i++) {
        xbt_setting& setting = settings[i];
        setting.domid = draw_domid(random, targets);
        setting.devid = draw_devid(random, targets);
        setting.knob = random.chance(98) ? random.below(XBT_KNOBS) : random.number();
        setting.value = draw_value(random, setting.knob);
        // A call with one bad setting does nothing: most have but one, or none.
        if (i && random.chance(80))
            setting = settings[0];
    }
    Memory::put(set.settings, settings, count * sizeof(xbt_setting));
    return finish(random, XBT_IOC_SET, set);
}

Argument draw_get(Random& random, const Memory& memory, const Targets& targets) {
    xbt_get get = {};
    get.count = random.chance(80) ? random.below(16) : random.number();
    get.state_size = random.one_of<uint32_t>({8, 300, sizeof(xbt_state), sizeof(xbt_state),
                                              sizeof(xbt_state) + 8, uint32_t(random.below(4200))});
    get.states = memory.address(random, 16 * get.state_size);
    get.flags = random.chance(90) ? 1 + random.below(3) : random.number();
    get.domid = random.chance(50) ? XBT_ALL_DOMAINS : draw_domid(random, targets);
    return finish(random, XBT_IOC_GET, get);
}

Argument draw_reset(Random& random, const Targets& targets) {
    xbt_reset reset = {};
    reset.domid = draw_domid(random, targets);
    reset.devid = draw_devid(random, targets);
    return finish(random, XBT_IOC_RESET, reset);
}

Argument draw_anything(Random& random) {
    Argument made = {XBT_IOC_INFO + random.below(8), std::vector<char>(random.below(256))};
    if (random.chance(50))
        made.request = random.next();
    for (char& byte : made.bytes)
        byte = static_cast<char>(random.next());
    return made;
}

} // namespace

Argument draw_argument(Random& random, const Memory& memory, const Targets& targets) {
    uint64_t which = random.below(100);
    if (which < 40)
        return draw_set(random, memory, targets);
    if (which < 75)
        return draw_get(random, memory, targets);
    if (which < 85)
        return draw_reset(random, targets);
    if (which < 92) {
        xbt_info info = {};
        return finish(random, XBT_IOC_INFO, info);
    }
    return draw_anything(random);
}
