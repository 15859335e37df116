// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_counts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace dom0ctl {
namespace {

constexpr std::size_t least_state = 8; // domid to devid

std::uint64_t raw_value(Value value, const Kind& kind) {
    if (!value.is_unset())
        return *value.number;
    return kind.unset == "max" ? XBT_MAX : XBT_AUTO;
}

xbt_state to_raw(const ThrottleState& state) {
    xbt_state raw{};
    raw.domid = static_cast<__u16>(state.scope.domid);
    raw.devid = state.scope.disk.value_or(XBT_WHOLE_DOMAIN);
    raw.vbds = static_cast<__u32>(state.vbds);
    raw.rings = static_cast<__u32>(state.rings);
    raw.time_ns = state.time_ns;
    raw.since_ns = state.since_ns.value_or(0);
    for (std::size_t i = 0; i < knob_count; ++i)
        raw.knob[i] = raw_value(state.limits.at(i), knobs.at(i).kind);
    for (std::size_t i = 0; i < direction_count; ++i) {
        raw.dir[i] = state.numbers.at(i);
        std::copy(state.wait.at(i).begin(), state.wait.at(i).end(), std::begin(raw.wait[i]));
        std::copy(state.service.at(i).begin(), state.service.at(i).end(),
                  std::begin(raw.service[i]));
    }
    raw.other_ios = state.other_ios;
    return raw;
}

} // namespace

ThrottleState busy(const Scope& scope, std::uint64_t factor) {
    ThrottleState state{scope};
    state.vbds = scope.disk ? 1 : 2;
    state.rings = scope.disk ? 1 : 2;
    state.time_ns = 5'000'000'000;
    state.since_ns = 1'000'000'000;
    for (std::size_t i = 0; i < direction_count; ++i) {
        const std::uint64_t n = (i + 1) * factor;
        state.numbers.at(i) = {.ios = 100 * n,
                               .bytes = 409'600 * n,
                               .held_ios = 10 * n,
                               .held_bytes = 40'960 * n,
                               .waiting_ios = n,
                               .wait_ns = 20'000'000 * n,
                               .wait_max_ns = 3'000'000 * n,
                               .throttled_ns = 1'000'000'000 * n,
                               .done_ios = 99 * n,
                               .errors = n,
                               .service_ns = 50'000'000 * n};
        // Of a hundred, ninety did not wait, and ten about a millisecond.
        state.wait.at(i)[0] = 90 * n;
        state.wait.at(i)[20] = 10 * n;
        state.service.at(i)[18] = 99 * n;
    }
    state.other_ios = 3 * factor;
    return state;
}

void put_state(const FakeHost& host, const ThrottleState& state) {
    for (std::size_t i = 0; i < knob_count; ++i)
        host.set_knob(state.scope, knobs.at(i).name,
                      to_sysfs(state.limits.at(i), knobs.at(i).kind));
    std::string stat = fmt::format("vbds {}\nrings {}", state.vbds, state.rings);
    std::string latencies;
    for (std::size_t i = 0; i < direction_count; ++i) {
        const std::string_view direction = directions.at(i);
        const xbt_numbers& numbers = state.numbers.at(i);
#define ADD_LINE(name) stat += fmt::format("\n{}_" #name " {}", direction, numbers.name);
        XBT_FOR_EACH_NUMBER(ADD_LINE)
#undef ADD_LINE
        latencies += fmt::format("{}{}_wait {}\n{}_service {}", latencies.empty() ? "" : "\n",
                                 direction, fmt::join(state.wait.at(i), " "), direction,
                                 fmt::join(state.service.at(i), " "));
    }
    stat += fmt::format("\nother_ios {}", state.other_ios);
    host.file(FakeHost::knob_path(state.scope, "stat"), stat);
    host.file(FakeHost::knob_path(state.scope, "latency_hist"), latencies);
}

Result<void, int> FakeThrottleDevice::call(unsigned long request, void* argument) {
    ++calls;
    if (fails_with != 0)
        return fails_with;
    int err = ENOTTY;
    if (request == XBT_IOC_INFO) {
        err = info(*static_cast<xbt_info*>(argument));
        states.insert(states.end(), appear_meanwhile.begin(), appear_meanwhile.end());
        appear_meanwhile.clear();
    } else if (request == XBT_IOC_GET) {
        err = get(*static_cast<xbt_get*>(argument));
    }
    if (err != 0)
        return err;
    return {};
}

int FakeThrottleDevice::info(xbt_info& info) const {
    if (info.size < sizeof(info) || info.reserved != 0)
        return EINVAL;
    info.abi = abi;
    info.knobs = knobs;
    info.domains = static_cast<__u32>(std::count_if(
        states.begin(), states.end(), [](const ThrottleState& some) { return !some.scope.disk; }));
    info.vbds = static_cast<__u32>(states.size()) - info.domains;
    return 0;
}

int FakeThrottleDevice::get(xbt_get& get) const {
    constexpr unsigned int known = XBT_GET_DOMAINS | XBT_GET_VBDS;
    constexpr unsigned int page = 4096;
    if (get.size < sizeof(get) || (get.flags & known) == 0 || (get.flags & ~known) != 0 ||
        get.state_size < least_state)
        return EINVAL;
    if (get.state_size > page)
        return E2BIG;
    std::vector<const ThrottleState*> asked;
    for (const ThrottleState& state : states) {
        const bool wanted = get.domid == XBT_ALL_DOMAINS || get.domid == state.scope.domid;
        if (wanted && (get.flags & (state.scope.disk ? XBT_GET_VBDS : XBT_GET_DOMAINS)) != 0)
            asked.push_back(&state);
    }
    if (asked.empty() && get.domid != XBT_ALL_DOMAINS)
        return ENOENT;
    // What the module does not know of the caller's structure is zeroed.
    for (std::size_t i = 0; i < std::min<std::size_t>(asked.size(), get.count); ++i) {
        const xbt_state raw = to_raw(*asked.at(i));
        auto* const to = reinterpret_cast<unsigned char*>(get.states) + i * get.state_size;
        std::memset(to, 0, get.state_size);
        std::memcpy(to, &raw, std::min<std::size_t>({state_size, get.state_size, sizeof(raw)}));
    }
    get.count = static_cast<__u32>(asked.size());
    return 0;
}

} // namespace dom0ctl
