// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle_state.h"

#include "lib/number.h"

#include <algorithm>
#include <span>
#include <utility>

namespace dom0ctl {
namespace {

struct Field {
    std::string_view name;
    __u64 xbt_numbers::*number;
};

// Under the names of the lines in stat, a direction each.
#define READ_FIELD(name) Field{"read_" #name, &xbt_numbers::name},
#define WRITE_FIELD(name) Field{"write_" #name, &xbt_numbers::name},
constexpr std::array read_fields{XBT_FOR_EACH_NUMBER(READ_FIELD)};
constexpr std::array write_fields{XBT_FOR_EACH_NUMBER(WRITE_FIELD)};
#undef READ_FIELD
#undef WRITE_FIELD

// "read_wait 0 12 ...": as many counts as there are places.
bool read_histogram(std::string_view line, std::string_view title, Histogram& histogram) {
    if (!line.starts_with(title))
        return false;
    line.remove_prefix(title.size());
    for (std::uint64_t& count : histogram) {
        if (!line.starts_with(' '))
            return false;
        line.remove_prefix(1);
        const std::string_view digits = line.substr(0, line.find(' '));
        const auto number = parse_number<std::uint64_t>(digits);
        if (!number)
            return false;
        count = *number;
        line.remove_prefix(digits.size());
    }
    return line.empty();
}

Value to_value(std::uint64_t raw, const Kind& kind) {
    // A rate has no number that stands for none, so the largest does.
    return raw == (kind.unset == "max" ? XBT_MAX : XBT_AUTO) ? Value::unset() : Value{raw};
}

Histogram to_histogram(std::span<const __u64, XBT_HIST> raw) {
    Histogram histogram{};
    std::copy(raw.begin(), raw.end(), histogram.begin());
    return histogram;
}

} // namespace

std::uint64_t both(const ThrottleState& state, __u64 xbt_numbers::*number) {
    return state.numbers[0].*number + state.numbers[1].*number;
}

std::optional<std::uint64_t> wait_percentile_ns(const ThrottleState& state, unsigned int per_cent) {
    const std::uint64_t longest =
        std::max(state.numbers[0].wait_max_ns, state.numbers[1].wait_max_ns);
    return percentile_ns(sum(state.wait[0], state.wait[1]), per_cent, longest);
}

ThrottleState to_state(const xbt_state& raw) {
    const bool whole = raw.devid == XBT_WHOLE_DOMAIN;
    ThrottleState state{{raw.domid, whole ? std::nullopt : std::optional<Devid>(raw.devid)}};
    state.vbds = raw.vbds;
    state.rings = raw.rings;
    state.time_ns = raw.time_ns;
    state.since_ns = raw.since_ns;
    for (std::size_t i = 0; i < knob_count; ++i)
        state.limits.at(i) = to_value(raw.knob[i], knobs.at(i).kind);
    for (std::size_t i = 0; i < direction_count; ++i) {
        state.numbers.at(i) = raw.dir[i];
        state.wait.at(i) = to_histogram(raw.wait[i]);
        state.service.at(i) = to_histogram(raw.service[i]);
    }
    state.other_ios = raw.other_ios;
    return state;
}

void take_stat(ThrottleState& state, const Stat& stat) {
    state.vbds = state.scope.disk ? 1 : stat.get("vbds");
    state.rings = stat.get("rings");
    state.other_ios = stat.get("other_ios");
    for (const Field& field : read_fields)
        state.numbers[0].*field.number = stat.get(field.name);
    for (const Field& field : write_fields)
        state.numbers[1].*field.number = stat.get(field.name);
}

Result<void, std::string> take_latencies(ThrottleState& state, std::string_view text) {
    for (const auto& [title, into] : {std::pair{"read_wait", &state.wait.front()},
                                      {"read_service", &state.service.front()},
                                      {"write_wait", &state.wait.back()},
                                      {"write_service", &state.service.back()}}) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!read_histogram(line, title, *into))
            return std::string(line);
    }
    return {};
}

} // namespace dom0ctl
