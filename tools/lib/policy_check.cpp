// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_check.h"

#include "lib/number.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <iterator>

namespace dom0ctl {
namespace {

constexpr std::string_view everything = "*";
constexpr std::string_view dom0_name = "Domain-0";
constexpr const char* pattern_signs = R"(*?[\)";

// Whether all that one pattern stands for, the other one does, too. Where that
// cannot be told easily, it is not claimed.
bool covers(const std::string& wide, const std::string& narrow) {
    return wide == everything || wide == narrow ||
           (narrow.find_first_of(pattern_signs) == std::string::npos &&
            ::fnmatch(wide.c_str(), narrow.c_str(), 0) == 0);
}

bool covers_part(const PolicyEntry& wide, const PolicyEntry& narrow) {
    if (!wide.part)
        return !narrow.part || wide.area == Area::csum;
    // Without a vif, an entry is for all of them.
    if (!narrow.part)
        return narrow.area == Area::csum && *wide.part == everything;
    return covers(*wide.part, *narrow.part);
}

// A quota is Domain-0's only where an entry names it, see Planner::guest().
bool spares_dom0(const PolicyEntry& wide, const PolicyEntry& narrow) {
    return wide.area == Area::irq && wide.uuid.empty() && narrow.guest == dom0_name &&
           wide.guest != dom0_name;
}

bool covers(const PolicyEntry& wide, const PolicyEntry& narrow) {
    if (wide.area != narrow.area || !covers_part(wide, narrow) || spares_dom0(wide, narrow))
        return false;
    if (!wide.uuid.empty())
        return wide.uuid == narrow.uuid;
    return narrow.uuid.empty() ? covers(wide.guest, narrow.guest) : wide.guest == everything;
}

Mistake doubt(const Policy& policy, const PolicyEntry& entry, Position at, std::string what,
              std::string hint) {
    return {policy.files.at(entry.file).path, at, {ExitCode::ok, std::move(what), std::move(hint)}};
}

// The settings of an entry that a later one takes the place of.
void find_overridden(const Policy& policy, std::size_t index, std::vector<Mistake>& found) {
    const PolicyEntry& entry = policy.entries.at(index);
    for (const PolicySetting& setting : entry.settings) {
        for (std::size_t i = index + 1; i < policy.entries.size(); ++i) {
            const PolicyEntry& later = policy.entries.at(i);
            if (!covers(later, entry))
                continue;
            const auto same = std::find_if(
                later.settings.begin(), later.settings.end(),
                [&setting](const PolicySetting& other) { return other.key == setting.key; });
            if (same == later.settings.end())
                continue;
            found.push_back(
                doubt(policy, entry, setting.at,
                      fmt::format("this {} never decides: {}:{}:{} does, for the same guests",
                                  key_name(entry.area, setting.key),
                                  policy.files.at(later.file).path, same->at.line, same->at.column),
                      "leave it out, or put this entry behind the other one"));
            break;
        }
    }
}

void find_domid(const Policy& policy, const PolicyEntry& entry, std::vector<Mistake>& found) {
    if (is_digits(entry.guest))
        found.push_back(doubt(
            policy, entry, entry.at,
            fmt::format("'{}' is compared with names of guests, not with domids", entry.guest),
            "write the guest's name, or its UUID"));
}

// Whether the rate is set for some guest or disk that the entry may be for.
bool has_rate(const Policy& policy, const PolicyEntry& entry, std::string_view rate) {
    const std::optional<std::size_t> key = find_key(Area::limit, rate);
    return std::any_of(policy.entries.begin(), policy.entries.end(), [&](const PolicyEntry& other) {
        return other.area == Area::limit && (covers(other, entry) || covers(entry, other)) &&
               std::any_of(other.settings.begin(), other.settings.end(),
                           [&](const PolicySetting& setting) { return setting.key == key; });
    });
}

// A burst or a peak without its rate has no effect.
void find_lonely(const Policy& policy, const PolicyEntry& entry, std::vector<Mistake>& found) {
    if (entry.area != Area::limit)
        return;
    for (const PolicySetting& setting : entry.settings) {
        const std::string_view name = key_name(entry.area, setting.key);
        const std::size_t end = std::min(name.rfind("_burst"), name.rfind("_peak"));
        if (end == std::string_view::npos || has_rate(policy, entry, name.substr(0, end)))
            continue;
        found.push_back(doubt(policy, entry, setting.at,
                              fmt::format("{} has no effect without {}", name, name.substr(0, end)),
                              fmt::format("set {}, too", name.substr(0, end))));
    }
}

} // namespace

std::vector<Mistake> doubts(const Policy& policy) {
    std::vector<Mistake> found;
    for (std::size_t i = 0; i < policy.entries.size(); ++i) {
        const PolicyEntry& entry = policy.entries.at(i);
        find_domid(policy, entry, found);
        find_lonely(policy, entry, found);
        find_overridden(policy, i, found);
    }
    return found;
}

} // namespace dom0ctl
