// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/columns.h"

#include "lib/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dom0ctl {
namespace {

constexpr std::size_t widest_name = 32;
constexpr std::string_view unknown = "-";

template <typename T>
std::string number_or_dash(const std::optional<T>& number) {
    return number ? short_number(static_cast<double>(*number)) : std::string(unknown);
}

std::string time_or_dash(const std::optional<std::uint64_t>& ns) {
    return ns ? short_time(*ns) : std::string(unknown);
}

std::string amount_or_dash(const std::optional<Amount>& amount) {
    return amount ? to_string(*amount) : std::string(unknown);
}

// The largest first; what is not known last.
template <auto get>
bool more(const TopRow& a, const TopRow& b) {
    const auto of_a = get(a);
    const auto of_b = get(b);
    return of_a && (!of_b || *of_a > *of_b);
}

std::optional<double> read_rate(const TopRow& row) {
    return row.io ? std::optional(row.io->bytes_per_s[0]) : std::nullopt;
}
std::optional<double> write_rate(const TopRow& row) {
    return row.io ? std::optional(row.io->bytes_per_s[1]) : std::nullopt;
}
std::optional<double> read_ios(const TopRow& row) {
    return row.io ? std::optional(row.io->ios_per_s[0]) : std::nullopt;
}
std::optional<double> write_ios(const TopRow& row) {
    return row.io ? std::optional(row.io->ios_per_s[1]) : std::nullopt;
}
std::optional<double> rate(const TopRow& row) {
    return row.bytes_per_s();
}
std::optional<double> throttled(const TopRow& row) {
    return row.io ? std::optional(row.io->throttled) : std::nullopt;
}
std::optional<std::uint64_t> waiting(const TopRow& row) {
    return row.waiting;
}
std::optional<std::uint64_t> p50(const TopRow& row) {
    return row.p50_ns;
}
std::optional<std::uint64_t> p99(const TopRow& row) {
    return row.p99_ns;
}
std::optional<double> fixed(const TopRow& row) {
    return row.fixed_per_s;
}

// max is more than any number.
std::optional<std::uint64_t> to_number(const std::optional<Amount>& amount) {
    if (!amount)
        return std::nullopt;
    return amount->is_number() ? amount->number : UINT64_MAX;
}
std::optional<std::uint64_t> channels(const TopRow& row) {
    return to_number(row.channels);
}
std::optional<std::uint64_t> quota(const TopRow& row) {
    return to_number(row.quota);
}

bool by_domid(const TopRow& a, const TopRow& b) {
    return a.target.guest.domid < b.target.guest.domid;
}
bool by_name(const TopRow& a, const TopRow& b) {
    return a.target.guest.name < b.target.guest.name;
}
bool by_disk(const TopRow& a, const TopRow& b) {
    return a.target.disk < b.target.disk;
}

// The share of the sustained limit that is used: of reads, writes or both, in
// bytes or in requests, as the knobs come.
double use_of(const TopRow& row, std::size_t knob, double limit) {
    if (!row.io)
        return 0;
    const Interval& io = *row.io;
    const std::array<double, rate_count> used{io.bytes_per_s[0],  io.bytes_per_s[1],
                                              *row.bytes_per_s(), io.ios_per_s[0],
                                              io.ios_per_s[1],    *row.ios_per_s()};
    return used.at(knob) / limit;
}

struct NearestLimit {
    std::optional<std::size_t> knob;
    double use = -1;
    std::size_t count = 0; // of sustained limits that are set
};

NearestLimit nearest_limit(const TopRow& row) {
    NearestLimit nearest;
    for (std::size_t i = 0; row.limits && i < rate_count; ++i) {
        const Value limit = row.limits->at(i);
        if (limit.is_unset())
            continue;
        ++nearest.count;
        const double use = use_of(row, i, static_cast<double>(*limit.number));
        if (use > nearest.use) {
            nearest.use = use;
            nearest.knob = i;
        }
    }
    return nearest;
}

// As it was set, if that is short enough.
std::string limit_value(Value limit, const Kind& kind) {
    constexpr std::size_t room = 5;
    const std::string exact = format_value(limit, kind);
    return exact.size() <= room ? exact : short_number(static_cast<double>(*limit.number));
}

// "w20M", "r500io": the limit that is nearest to being reached; "+" if there are
// others.
std::string limit_text(const TopRow& row) {
    if (!row.limits)
        return std::string(unknown);
    const NearestLimit nearest = nearest_limit(row);
    if (!nearest.knob)
        return "none";
    const Knob& knob = knobs.at(*nearest.knob);
    return fmt::format(
        "{}{}{}{}", knob.name.front(), limit_value(row.limits->at(*nearest.knob), knob.kind),
        knob.kind.unit == Unit::ios_per_second ? "io" : "", nearest.count > 1 ? "+" : "");
}

std::optional<double> limit_use(const TopRow& row) {
    const NearestLimit nearest = nearest_limit(row);
    return nearest.knob ? std::optional(nearest.use) : std::nullopt;
}

std::string settings_text(const TopRow& row) {
    return row.limits ? settings(*row.limits) : std::string(unknown);
}

std::string throttled_text(const TopRow& row) {
    if (!row.io)
        return std::string(unknown);
    const double per_cent = row.io->throttled * 100;
    // A little is not nothing.
    return per_cent > 0 && per_cent < 1 ? "<1" : fmt::format("{:.0f}", per_cent);
}

constexpr Align left = Align::left;
constexpr Align right = Align::right;

constexpr std::array<TopColumn, 17> columns{{
    {"domid", "DOMID", 5, right, true, true, 0,
     [](const TopRow& row) { return fmt::format("{}", row.target.guest.domid); }, by_domid},
    {"name", "NAME", 12, left, true, true, 0,
     [](const TopRow& row) { return display_name(row.target.guest); }, by_name},
    {"disk", "DISK", 6, left, false, true, 0,
     [](const TopRow& row) { return row.target.disk ? disk_name(*row.target.disk) : "all"; },
     by_disk},
    {"read", "READ/s", 7, right, true, true, 1,
     [](const TopRow& row) { return number_or_dash(read_rate(row)); }, more<read_rate>},
    {"write", "WRITE/s", 7, right, true, true, 1,
     [](const TopRow& row) { return number_or_dash(write_rate(row)); }, more<write_rate>},
    {"rate", "BOTH/s", 6, right, true, true, 6,
     [](const TopRow& row) { return number_or_dash(rate(row)); }, more<rate>},
    {"read-ios", "RDIO/s", 6, right, true, true, 5,
     [](const TopRow& row) { return number_or_dash(read_ios(row)); }, more<read_ios>},
    {"write-ios", "WRIO/s", 6, right, true, true, 5,
     [](const TopRow& row) { return number_or_dash(write_ios(row)); }, more<write_ios>},
    {"waiting", "WAITING", 7, right, true, true, 4,
     [](const TopRow& row) { return number_or_dash(row.waiting); }, more<waiting>},
    {"limit", "LIMIT", 9, right, true, true, 2, limit_text, more<limit_use>},
    {"throttled", "THR%", 4, right, true, true, 1, throttled_text, more<throttled>},
    {"p50", "P50", 6, right, true, true, 2,
     [](const TopRow& row) { return time_or_dash(row.p50_ns); }, more<p50>},
    {"p99", "P99", 6, right, true, true, 2,
     [](const TopRow& row) { return time_or_dash(row.p99_ns); }, more<p99>},
    {"fixed", "FIX/s", 5, right, true, false, 3,
     [](const TopRow& row) { return number_or_dash(row.fixed_per_s); }, more<fixed>},
    {"channels", "CHAN", 4, right, true, false, 3,
     [](const TopRow& row) { return amount_or_dash(row.channels); }, more<channels>},
    {"quota", "QUOTA", 5, right, true, false, 3,
     [](const TopRow& row) { return amount_or_dash(row.quota); }, more<quota>},
    {"settings", "LIMITS", 40, left, true, true, 7, settings_text, more<limit_use>},
}};

constexpr std::size_t gap = 1;
constexpr int last_rank = 7;

} // namespace

std::span<const TopColumn> top_columns() {
    return columns;
}

const TopColumn* find_column(std::string_view key) {
    const auto* const found = std::find_if(
        columns.begin(), columns.end(), [key](const TopColumn& some) { return some.key == key; });
    return found == columns.end() ? nullptr : found;
}

std::vector<FittedColumn> fit_columns(std::size_t width, bool disks) {
    const auto wanted = [disks](const TopColumn& some) {
        return disks ? some.of_disks : some.of_guests;
    };
    std::size_t used = 0;
    std::vector<bool> taken(columns.size(), false);
    // From left to right within a rank, so that one which does not fit leaves room
    // for a narrower one.
    for (int rank = 0; rank <= last_rank; ++rank) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::size_t more = columns.at(i).width + (used > 0 ? gap : 0);
            if (columns.at(i).rank != rank || !wanted(columns.at(i)) ||
                (rank > 0 && used + more > width))
                continue;
            taken.at(i) = true;
            used += more;
        }
    }
    std::vector<FittedColumn> fitted;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (taken.at(i))
            fitted.push_back({&columns.at(i), columns.at(i).width});
    }
    std::size_t left_over = width > used ? width - used : 0;
    for (FittedColumn& some : fitted) {
        if (some.column->key == "name") {
            const std::size_t more = std::min(left_over, widest_name - some.width);
            some.width += more;
            left_over -= more;
        } else if (some.column->key == "settings") {
            some.width += left_over;
        }
    }
    return fitted;
}

std::vector<std::string> sort_keys() {
    std::vector<std::string> keys;
    keys.reserve(columns.size());
    for (const TopColumn& some : columns)
        keys.emplace_back(some.key);
    return keys;
}

} // namespace dom0ctl
