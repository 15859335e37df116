// SPDX-License-Identifier: GPL-2.0-or-later
#include "contract.h"

#include <algorithm>
#include <cstring>

namespace {

constexpr char untouched = '\x5a';

xbt_get get_of(const Contract& contract, void* states, __u32 count, __u32 size) {
    auto get = argument<xbt_get>();
    get.count = count;
    get.states = address(states);
    get.state_size = size;
    get.flags = XBT_GET_DOMAINS | XBT_GET_VBDS;
    get.domid = contract.domid();
    return get;
}

void bad_gets(Contract& contract) {
    std::vector<xbt_state> states(64);
    const __u32 size = sizeof(xbt_state);
    auto gives = [&](const std::string& what, int error, auto change) {
        auto get = get_of(contract, states.data(), 64, size);
        change(get);
        contract.gives("get: " + what, error, XBT_IOC_GET, &get);
    };
    gives("no flags", EINVAL, [](xbt_get& get) { get.flags = 0; });
    gives("an unknown flag", EINVAL, [](xbt_get& get) { get.flags = 7; });
    gives("the last flag", EINVAL, [](xbt_get& get) { get.flags |= 1U << 31; });
    for (unsigned i = 0; i < 3; i++)
        gives("a reserved field", EINVAL, [i](xbt_get& get) { get.reserved[i] = 1; });
    gives("states of no bytes", EINVAL, [](xbt_get& get) { get.state_size = 0; });
    gives("states too short", EINVAL, [](xbt_get& get) { get.state_size = 7; });
    gives("states too long", E2BIG, [](xbt_get& get) { get.state_size = 4097; });
    gives("no such domain", ENOENT, [](xbt_get& get) { get.domid = 0x7ffe; });
    gives("states at NULL", EFAULT, [](xbt_get& get) { get.states = 0; });
    gives("states in the kernel", EFAULT, [](xbt_get& get) { get.states = 0xffff888000000000; });
    gives("no room, and no place", 0, [](xbt_get& get) { get.count = get.states = 0; });
    gives("room for all there could be", 0, [](xbt_get& get) { get.count = 0xffffffff; });

    EdgePage page;
    gives("states beyond their page", EFAULT,
          [&](xbt_get& get) { get.states = address(page.end() - size); });
    page.read_only(true);
    gives("states that cannot be written", EFAULT,
          [&](xbt_get& get) { get.states = address(page.begin()); });
    page.read_only(false);
    auto* get = reinterpret_cast<xbt_get*>(page.begin());
    *get = get_of(contract, states.data(), 64, size);
    page.read_only(true);
    contract.gives("get: a count that cannot be written", EFAULT, XBT_IOC_GET, get);
    page.read_only(false);
}

/// A shorter state is the beginning of the whole one, a longer one goes on with
/// zeroes, and beyond the room nothing is written.
void sizes_of_states(Contract& contract) {
    std::vector<char> whole(4 * sizeof(xbt_state), untouched);
    auto get = get_of(contract, whole.data(), 4, sizeof(xbt_state));
    contract.gives("get: whole states", 0, XBT_IOC_GET, &get);
    const __u32 there = get.count;
    contract.holds("a domain and at least one disk", there >= 2 && there <= 4);

    const __u32 knobs = offsetof(xbt_state, knob), dir = offsetof(xbt_state, dir);
    for (__u32 size : {8U, 12U, knobs, dir, dir + 8, unsigned(offsetof(xbt_state, wait)),
                       unsigned(sizeof(xbt_state)), unsigned(sizeof(xbt_state)) + 8, 4096U}) {
        std::string name = "states of " + std::to_string(size) + " bytes";
        std::vector<char> states((there + 1) * size, untouched);
        get = get_of(contract, states.data(), there, size);
        contract.gives("get: " + name, 0, XBT_IOC_GET, &get);
        bool same = true, zero = true;
        for (__u32 i = 0; i < there; i++) {
            const char* got = &states[i * size];
            const char* want = &whole[i * sizeof(xbt_state)];
            // All but the time at which it was read.
            for (__u32 at = 0; at < std::min<__u32>(size, sizeof(xbt_state)); at++)
                same &= got[at] == want[at] || (at >= 16 && at < 24);
            for (__u32 at = sizeof(xbt_state); at < size; at++)
                zero &= got[at] == 0;
        }
        contract.holds(name + " are their beginning", same);
        contract.holds(name + " end with zeroes", zero);
        contract.holds(name + " leave what is behind them",
                       std::all_of(states.begin() + there * size, states.end(),
                                   [](char byte) { return byte == untouched; }));
    }

    std::vector<char> states(2 * sizeof(xbt_state), untouched);
    get = get_of(contract, states.data(), 1, sizeof(xbt_state));
    contract.gives("get: room for one", 0, XBT_IOC_GET, &get);
    contract.holds("all are counted", get.count == there);
    contract.holds("only one is written", states[sizeof(xbt_state)] == untouched);
    contract.holds("it is the domain", std::memcmp(states.data(), whole.data(), 12) == 0);
}

} // namespace

void contract_of_get(Contract& contract) {
    auto only_count = get_of(contract, nullptr, 0, sizeof(xbt_state));
    contract_of_argument(contract, "get", XBT_IOC_GET, only_count);
    bad_gets(contract);
    sizes_of_states(contract);
}
