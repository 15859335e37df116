// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace dom0ctl {
namespace {

// The levels at which xen-irqpool itself warns, in per cent.
constexpr std::uint64_t first_warning = 75;
constexpr std::uint64_t second_warning = 90;

constexpr std::uint64_t two_level_channels = 4095;
constexpr std::uint64_t fifo_channels = 131'071;
constexpr std::uint64_t most_descriptors = 262'144;

// Rounded down, as the kernel does it; 0 without a ceiling.
std::uint64_t per_cent(const Amount& used, const Amount& ceiling) {
    if (!ceiling.is_number())
        return 0;
    return used.number >= ceiling.number ? 100 : used.number * 100 / ceiling.number;
}

std::string about_channels(const Amount& ceiling) {
    if (ceiling.number == two_level_channels)
        return fmt::format("event channels: boot dom0 without xen.fifo_events=0, for {} of them",
                           fifo_channels);
    return "event channels: this host cannot have more; move guests to another one";
}

std::string about_descriptors(const Amount& ceiling, bool patched) {
    if (!patched)
        return "descriptors: boot a patched 6.1 kernel, which takes a higher ceiling, or 6.12, "
               "which has none";
    if (ceiling.number >= most_descriptors)
        return "descriptors: boot 6.12, which has no ceiling of them";
    return fmt::format("descriptors: raise the ceiling: 'dom0ctl irq pool set "
                       "descriptors_ceiling={}'",
                       std::min(2 * ceiling.number, most_descriptors));
}

} // namespace

std::string irq_level(const Amount& used, const Amount& ceiling) {
    if (!ceiling.is_number())
        return fmt::format("{}, no ceiling", to_string(used));
    const std::uint64_t level = per_cent(used, ceiling);
    const char* const verdict = level >= 100              ? ", full"
                                : level >= second_warning ? ", nearly full"
                                : level >= first_warning  ? ", filling up"
                                                          : "";
    return fmt::format("{} of {} ({} %){}", to_string(used), to_string(ceiling), level, verdict);
}

std::vector<std::string> irq_advice(const IrqPoolState& pool) {
    std::vector<std::string> todo;
    const Amount& channels = pool.at("channels_ceiling");
    if (per_cent(pool.at("channels_used"), channels) >= first_warning)
        todo.push_back(about_channels(channels));
    const Amount& descriptors = pool.at("descriptors_ceiling");
    if (per_cent(pool.at("descriptors_used"), descriptors) >= first_warning)
        todo.push_back(about_descriptors(descriptors, pool.patched));
    if (!todo.empty())
        todo.emplace_back("until then: see who has most ('dom0ctl irq top'), set quotas ('dom0ctl "
                          "irq quota set'), and let new devices have fewer queues (max_queues of "
                          "xen-netback and xen-blkback)");
    return todo;
}

} // namespace dom0ctl
