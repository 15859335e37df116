// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/prometheus.h"

#include "lib/exposition.h"

#include <fmt/format.h>

#include <array>
#include <functional>

namespace dom0ctl {
namespace {

struct Labelled {
    std::string labels;
    const ThrottleState* state;
};

std::string labels_of(const Guest& guest) {
    return fmt::format("{},{}", prometheus_label("domid", fmt::format("{}", guest.domid)),
                       prometheus_label("name", guest.name));
}

std::string direction_label(std::size_t i) {
    return fmt::format("direction=\"{}\"", directions.at(i));
}

struct Metric {
    std::string_view name;
    std::string_view type;
    std::string_view help;
    __u64 xbt_numbers::*number;
    bool ns;
};

constexpr std::array<Metric, 9> metrics{{
    {"requests_total", "counter", "Disk requests let go to the disk.", &xbt_numbers::ios, false},
    {"bytes_total", "counter", "Bytes of disk requests let go to the disk.", &xbt_numbers::bytes,
     false},
    {"held_requests_total", "counter", "Disk requests that had to wait for a limit.",
     &xbt_numbers::held_ios, false},
    {"held_bytes_total", "counter", "Bytes of disk requests that had to wait for a limit.",
     &xbt_numbers::held_bytes, false},
    {"waiting_requests", "gauge", "Disk requests that wait for a limit now.",
     &xbt_numbers::waiting_ios, false},
    {"throttled_seconds_total", "counter",
     "Time during which at least one disk request waited for a limit.", &xbt_numbers::throttled_ns,
     true},
    {"longest_wait_seconds", "gauge", "The longest time that a disk request waited for a limit.",
     &xbt_numbers::wait_max_ns, true},
    {"completed_requests_total", "counter", "Disk requests completed.", &xbt_numbers::done_ios,
     false},
    {"failed_requests_total", "counter", "Disk requests completed with an error.",
     &xbt_numbers::errors, false},
}};

void add_numbers(Exposition& out, std::string_view prefix, const std::vector<Labelled>& all) {
    for (const Metric& metric : metrics) {
        out.metric(fmt::format("{}{}", prefix, metric.name), metric.type, metric.help);
        for (const Labelled& one : all) {
            for (std::size_t i = 0; i < direction_count; ++i) {
                const std::string labels = one.labels + "," + direction_label(i);
                const std::uint64_t number = one.state->numbers.at(i).*metric.number;
                if (metric.ns)
                    out.seconds(labels, number);
                else
                    out.value(labels, number);
            }
        }
    }
}

void add_histograms(Exposition& out, std::string_view prefix, const std::vector<Labelled>& all) {
    struct Kind {
        std::string_view name;
        std::string_view help;
        std::array<Histogram, direction_count> ThrottleState::*histogram;
        __u64 xbt_numbers::*ns;
    };
    static constexpr std::array<Kind, 2> kinds{{
        {"wait_seconds", "How long disk requests waited for a limit.", &ThrottleState::wait,
         &xbt_numbers::wait_ns},
        {"service_seconds", "How long disk requests took, once let go.", &ThrottleState::service,
         &xbt_numbers::service_ns},
    }};
    for (const Kind& kind : kinds) {
        out.metric(fmt::format("{}{}", prefix, kind.name), "histogram", kind.help);
        for (const Labelled& one : all) {
            for (std::size_t i = 0; i < direction_count; ++i)
                out.histogram(one.labels + "," + direction_label(i),
                              (one.state->*kind.histogram).at(i),
                              one.state->numbers.at(i).*kind.ns);
        }
    }
}

// The six sustained limits: three in bytes, then three in requests.
void add_limits(Exposition& out, std::string_view prefix, const std::vector<Labelled>& all) {
    constexpr std::array<std::string_view, 3> what{"read", "write", "total"};
    const auto add = [&](std::string_view unit, std::string_view help, std::size_t first) {
        out.metric(fmt::format("{}limit_{}_per_second", prefix, unit), "gauge", help);
        for (const Labelled& one : all) {
            for (std::size_t i = 0; i < what.size(); ++i) {
                const Value limit = one.state->limits.at(first + i);
                if (!limit.is_unset())
                    out.value(fmt::format("{},direction=\"{}\"", one.labels, what.at(i)),
                              *limit.number);
            }
        }
    };
    add("bytes", "The limit of disk I/O in bytes; none where there is no such line.", 0);
    add("requests", "The limit of disk requests; none where there is no such line.", what.size());
}

void add_throttle(Exposition& out, std::string_view prefix, const std::vector<Labelled>& all) {
    add_numbers(out, prefix, all);
    add_histograms(out, prefix, all);
    add_limits(out, prefix, all);
}

void add_vifs(Exposition& out, const Sample& sample) {
    struct Count {
        std::string_view metric;
        std::string_view help;
        std::string_view name; // in stat, behind rx_ or tx_
    };
    static constexpr std::array<Count, 9> counts{{
        {"packets", "Packets seen by xen-csumfix.", "packets"},
        {"bytes", "Bytes of packets seen by xen-csumfix.", "bytes"},
        {"completed_packets", "Packets of which a blank checksum was filled in.", "completed"},
        {"segmented_packets", "Segmentation-offload frames cut.", "segmented"},
        {"wrong_tcp_packets", "Packets with a wrong TCP checksum.", "bad_tcp"},
        {"wrong_udp_packets", "Packets with a wrong UDP checksum.", "bad_udp"},
        {"repaired_packets", "Packets of which a wrong checksum was put right.", "repaired"},
        {"dropped_packets", "Packets dropped because of a wrong checksum.", "dropped"},
        {"unfit_packets", "Packets that could not be completed or cut.", "unfit"},
    }};
    for (const Count& count : counts) {
        out.metric(fmt::format("xen_vif_{}_total", count.metric), "counter", count.help);
        for (const GuestSample& guest : sample.guests) {
            for (const VifCounts& vif : guest.vifs) {
                const std::string labels = fmt::format("{},{}", labels_of(guest.guest),
                                                       prometheus_label("vif", vif.vif.name));
                // As seen from the interface, as in its statistics.
                out.value(labels + ",direction=\"receive\"",
                          vif.stat.get(fmt::format("rx_{}", count.name)));
                out.value(labels + ",direction=\"transmit\"",
                          vif.stat.get(fmt::format("tx_{}", count.name)));
            }
        }
    }
}

void add_irq(Exposition& out, const Sample& sample) {
    const auto add = [&](std::string_view name, std::string_view type, std::string_view help,
                         Amount IrqDomain::*amount) {
        out.metric(name, type, help);
        for (const GuestSample& guest : sample.guests) {
            if (guest.irq && ((*guest.irq).*amount).is_number())
                out.value(labels_of(guest.guest), ((*guest.irq).*amount).number);
        }
    };
    add("xen_guest_event_channels", "gauge", "Event channels that the guest has with dom0.",
        &IrqDomain::used);
    add("xen_guest_event_channel_quota", "gauge",
        "How many it may have; none where there is no such line.", &IrqDomain::in_force);
    add("xen_guest_event_channels_refused_total", "counter", "Event channels it was refused.",
        &IrqDomain::refused);
}

void add_ceilings(Exposition& out, const CeilingSample& ceilings) {
    const auto add = [&](std::string_view name, std::string_view help, const Amount& amount) {
        out.metric(name, "gauge", help);
        if (amount.is_number())
            out.value("", amount.number);
    };
    add("xen_event_channels", "Event channels of dom0.", ceilings.channels_used);
    add("xen_event_channels_ceiling", "How many there can be.", ceilings.channels_ceiling);
    add("xen_interrupt_descriptors", "Interrupt descriptors of dom0.", ceilings.descriptors_used);
    add("xen_interrupt_descriptors_ceiling",
        "How many there can be; none where there is no such line.", ceilings.descriptors_ceiling);
}

} // namespace

std::string to_prometheus(const Sample& sample) {
    std::vector<Labelled> guests;
    std::vector<Labelled> disks;
    for (const GuestSample& guest : sample.guests) {
        const std::string labels = labels_of(guest.guest);
        if (guest.throttle)
            guests.push_back({labels, &*guest.throttle});
        for (const ThrottleState& disk : guest.disks)
            disks.push_back({fmt::format("{},{}", labels,
                                         prometheus_label("disk", disk_name(*disk.scope.disk))),
                             &disk});
    }
    Exposition out;
    add_throttle(out, "xen_guest_", guests);
    add_throttle(out, "xen_disk_", disks);
    add_vifs(out, sample);
    add_irq(out, sample);
    if (sample.ceilings)
        add_ceilings(out, *sample.ceilings);
    return out.text();
}

} // namespace dom0ctl
