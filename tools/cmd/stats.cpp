// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/stats.h"

#include "lib/output_file.h"
#include "lib/prometheus.h"
#include "lib/sample_json.h"
#include "lib/short_form.h"
#include "lib/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace dom0ctl {
namespace {

using Row = std::vector<std::string>;

Error nothing_counted(World& world, const Guest& guest) {
    if (std::optional<Error> stopped = not_running(world, guest.domid))
        return *stopped;
    return {ExitCode::no_guest, fmt::format("nothing is counted of {}", label(guest)),
            "'dom0ctl status' tells which modules are loaded; it has no disk, network interface or "
            "event channel that these look after"};
}

// Whom the words mean. Of a pattern, those will do of which something is counted.
struct Wanted {
    std::vector<Guest> named;
    std::vector<Guest> matching;
};

Result<Wanted> wanted_guests(World& world, const std::vector<std::string>& specs) {
    Wanted wanted;
    for (const std::string& spec : specs) {
        if (is_pattern(spec)) {
            const Result<std::vector<Guest>> some = matching_guests(world.names, spec);
            if (!some)
                return some.error();
            wanted.matching.insert(wanted.matching.end(), some->begin(), some->end());
            continue;
        }
        const Result<Guest> guest = find_guest(world.names, spec);
        if (!guest)
            return guest.error();
        wanted.named.push_back(*guest);
    }
    return wanted;
}

// Those of the sample that were asked for, by domid.
Result<Sample> sample_of(World& world, const StatsRequest& request) {
    const Result<Wanted> wanted = wanted_guests(world, request.guests);
    if (!wanted)
        return wanted.error();
    const bool one = wanted->named.size() == 1 && wanted->matching.empty();
    const std::unique_ptr<ThrottleDevice> device = device_of(world.sysfs);
    Result<Sample> sample = take_sample(
        world, device.get(),
        {one ? std::optional(wanted->named.front().domid) : std::nullopt, request.disks});
    if (!sample || request.guests.empty())
        return sample;
    std::vector<GuestSample>& guests = sample->guests;
    std::set<Domid> domids;
    for (const Guest& guest : wanted->named) {
        domids.insert(guest.domid);
        const bool there = std::any_of(guests.begin(), guests.end(), [&](const GuestSample& some) {
            return some.guest.domid == guest.domid;
        });
        if (!there)
            return nothing_counted(world, guest);
    }
    for (const Guest& guest : wanted->matching)
        domids.insert(guest.domid);
    std::erase_if(guests,
                  [&](const GuestSample& guest) { return !domids.contains(guest.guest.domid); });
    if (guests.empty())
        return nothing_counted(world, wanted->matching.front());
    return sample;
}

std::string short_amount(std::uint64_t number) {
    return short_number(static_cast<double>(number));
}

std::string short_wait(const ThrottleState& state, unsigned int per_cent) {
    const std::optional<std::uint64_t> ns = wait_percentile_ns(state, per_cent);
    return ns ? short_time(*ns) : "-";
}

// From READ to P99; a dash each where there is no throttle.
void add_throttle(Row& row, const ThrottleState* state) {
    if (state == nullptr) {
        row.insert(row.end(), 7, "-");
        return;
    }
    row.push_back(short_amount(state->numbers[0].bytes));
    row.push_back(short_amount(state->numbers[1].bytes));
    row.push_back(short_amount(both(*state, &xbt_numbers::ios)));
    row.push_back(short_amount(both(*state, &xbt_numbers::held_ios)));
    row.push_back(short_amount(both(*state, &xbt_numbers::waiting_ios)));
    row.push_back(short_wait(*state, 50));
    row.push_back(short_wait(*state, 99));
}

// DOMID and NAME and, where not everything is of guests, WHAT.
Row begin_row(const Guest& guest, const StatsRequest& request, const std::string& what) {
    Row row{fmt::format("{}", guest.domid), display_name(guest)};
    if (request.disks || request.vifs)
        row.push_back(what);
    return row;
}

void add_rows(std::vector<Row>& rows, const GuestSample& guest, const StatsRequest& request) {
    Row& row = rows.emplace_back(begin_row(guest.guest, request, "all"));
    add_throttle(row, guest.throttle ? &*guest.throttle : nullptr);
    row.push_back(guest.fixed() ? short_amount(*guest.fixed()) : "-");
    row.push_back(guest.irq ? to_string(guest.irq->used) : "-");
    for (const ThrottleState& disk : guest.disks) {
        Row& one = rows.emplace_back(begin_row(guest.guest, request, disk_name(*disk.scope.disk)));
        add_throttle(one, &disk);
        one.insert(one.end(), 2, "-");
    }
    if (!request.vifs)
        return;
    for (const VifCounts& vif : guest.vifs) {
        Row& one = rows.emplace_back(begin_row(guest.guest, request, printable(vif.vif.name)));
        add_throttle(one, nullptr);
        one.push_back(short_amount(vif.fixed()));
        one.emplace_back("-");
    }
}

std::string table(const Sample& sample, const StatsRequest& request) {
    std::vector<Row> rows{{"DOMID", "NAME"}};
    if (request.disks || request.vifs)
        rows.front().emplace_back("WHAT");
    for (const char* const title :
         {"READ", "WRITTEN", "REQS", "HELD", "WAITING", "P50", "P99", "FIXED", "CHAN"})
        rows.front().emplace_back(title);
    for (const GuestSample& guest : sample.guests)
        add_rows(rows, guest, request);
    return format_table(rows);
}

} // namespace

Output describe(const Sample& sample, const StatsRequest& request) {
    if (request.prometheus)
        return {to_prometheus(sample), nullptr};
    Json guests = Json::array();
    for (const GuestSample& guest : sample.guests) {
        Json json = to_json(guest);
        if (!request.disks)
            json["disks"] = nullptr; // not looked for
        guests.push_back(std::move(json));
    }
    return {table(sample, request),
            {{"guests", std::move(guests)}, {"pool", to_json(sample.ceilings)}}};
}

Result<Output> stats(World& world, const StatsRequest& request) {
    const Result<Sample> sample = sample_of(world, request);
    if (!sample)
        return sample.error();
    Output output = describe(*sample, request);
    if (!request.file)
        return output;
    if (const Result<void> done = write_output_file(*request.file, output.text); !done)
        return done.error();
    return Output{};
}

} // namespace dom0ctl
