// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.h"

#include <cstdlib>

namespace {

enum class Kind { rate, burst, size };

struct Knob {
    const char* name;
    Kind kind;
};

#define KNOB(name, kind, scope, part) {#name, Kind::kind},
const Knob knobs[] = {XBT_FOR_EACH_KNOB(KNOB)};

__u64 number(const std::string& word) {
    return std::strtoull(word.c_str(), nullptr, 0);
}

} // namespace

const char* knob_name(unsigned knob) {
    return knob < XBT_KNOBS ? knobs[knob].name : nullptr;
}

unsigned knob_number(const std::string& word) {
    for (unsigned i = 0; i < XBT_KNOBS; i++) {
        if (word == knobs[i].name)
            return i;
    }
    return static_cast<unsigned>(number(word));
}

std::string value_text(unsigned knob, __u64 value) {
    if (knob < XBT_KNOBS && knobs[knob].kind == Kind::rate && value == XBT_MAX)
        return "max";
    if (knob < XBT_KNOBS && knobs[knob].kind == Kind::burst && value == XBT_AUTO)
        return "auto";
    return std::to_string(value);
}

__u64 value_number(const std::string& word) {
    if (word == "max")
        return XBT_MAX;
    return word == "auto" ? XBT_AUTO : number(word);
}

std::string devid_text(__u32 devid) {
    return devid == XBT_WHOLE_DOMAIN ? "-" : std::to_string(devid);
}

__u32 devid_number(const std::string& word) {
    return word == "-" ? XBT_WHOLE_DOMAIN : static_cast<__u32>(number(word));
}

__u16 domid_number(const std::string& word) {
    return word == "all" ? XBT_ALL_DOMAINS : static_cast<__u16>(number(word));
}
