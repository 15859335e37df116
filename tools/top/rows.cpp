// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/rows.h"

#include <algorithm>

namespace dom0ctl {
namespace {

constexpr double ns_of_a_second = 1e9;

// Both lists are by domid, so that each is gone through once.
const GuestSample* find(const Sample& sample, Domid domid) {
    const auto found = std::lower_bound(
        sample.guests.begin(), sample.guests.end(), domid,
        [](const GuestSample& guest, Domid wanted) { return guest.guest.domid < wanted; });
    return found != sample.guests.end() && found->guest.domid == domid ? &*found : nullptr;
}

const ThrottleState* find_disk(const GuestSample* guest, const Scope& scope) {
    if (guest == nullptr)
        return nullptr;
    for (const ThrottleState& disk : guest->disks) {
        if (disk.scope.disk == scope.disk)
            return &disk;
    }
    return nullptr;
}

TopRow row_of(const Guest& guest, const ThrottleState* before, const ThrottleState& after) {
    TopRow row;
    row.target = {guest, after.scope.disk};
    row.limits = after.limits;
    row.waiting = both(after, &xbt_numbers::waiting_ios);
    if (before == nullptr)
        return row;
    row.io = interval(*before, after);
    if (row.io) {
        const std::uint64_t longest =
            std::max(after.numbers[0].wait_max_ns, after.numbers[1].wait_max_ns);
        row.p50_ns = percentile_ns(row.io->wait, 50, longest);
        row.p99_ns = percentile_ns(row.io->wait, 99, longest);
    }
    return row;
}

// Interfaces come and go, and start from 0: one that has less than before is new.
std::optional<double> fixed_per_s(const GuestSample* before, const GuestSample& after,
                                  double seconds) {
    if (before == nullptr || seconds <= 0 || !after.fixed())
        return std::nullopt;
    double fixed = 0;
    for (const VifCounts& is : after.vifs) {
        for (const VifCounts& was : before->vifs) {
            if (was.vif.handle == is.vif.handle && was.fixed() <= is.fixed())
                fixed += static_cast<double>(is.fixed() - was.fixed());
        }
    }
    return fixed / seconds;
}

TopRow row_of(const GuestSample* before, const GuestSample& after, double seconds) {
    TopRow row;
    if (after.throttle) {
        const bool had = before != nullptr && before->throttle;
        row = row_of(after.guest, had ? &*before->throttle : nullptr, *after.throttle);
    }
    row.target = {after.guest, std::nullopt};
    row.fixed_per_s = fixed_per_s(before, after, seconds);
    if (after.irq) {
        row.channels = after.irq->used;
        row.quota = after.irq->in_force;
    }
    return row;
}

void add(TopTotals& totals, const TopRow& row) {
    ++totals.guests;
    totals.waiting += row.waiting.value_or(0);
    totals.fixed_per_s += row.fixed_per_s.value_or(0);
    if (!row.io)
        return;
    totals.read_per_s += row.io->bytes_per_s[0];
    totals.write_per_s += row.io->bytes_per_s[1];
    totals.ios_per_s += *row.ios_per_s();
    if (row.io->throttled > 0)
        ++totals.throttled;
}

} // namespace

std::optional<double> TopRow::bytes_per_s() const {
    return io ? std::optional(io->bytes_per_s[0] + io->bytes_per_s[1]) : std::nullopt;
}

std::optional<double> TopRow::ios_per_s() const {
    return io ? std::optional(io->ios_per_s[0] + io->ios_per_s[1]) : std::nullopt;
}

TopFrame make_frame(const TimedSample* before, const TimedSample& after, bool disks) {
    TopFrame frame;
    frame.ceilings = after.sample.ceilings;
    if (before != nullptr && after.time_ns > before->time_ns)
        frame.seconds = static_cast<double>(after.time_ns - before->time_ns) / ns_of_a_second;
    for (const GuestSample& guest : after.sample.guests) {
        const GuestSample* was =
            before != nullptr ? find(before->sample, guest.guest.domid) : nullptr;
        TopRow row = row_of(was, guest, frame.seconds);
        add(frame.totals, row);
        if (!disks)
            frame.rows.push_back(std::move(row));
        else
            for (const ThrottleState& disk : guest.disks)
                frame.rows.push_back(row_of(guest.guest, find_disk(was, disk.scope), disk));
    }
    return frame;
}

} // namespace dom0ctl
