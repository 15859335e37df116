// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>

namespace dom0ctl {
namespace {

bool matches_pattern(const std::string& pattern, const std::string& name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool matches_guest(const PolicyEntry& entry, const Subject& subject) {
    if (!entry.uuid.empty())
        return entry.uuid == subject.uuid;
    return !subject.name.empty() && matches_pattern(entry.guest, subject.name);
}

} // namespace

Error to_error(const Mistake& mistake) {
    Error error = mistake.error;
    if (mistake.at.line != 0)
        error.what = fmt::format("{}:{}:{}: {}", mistake.file, mistake.at.line, mistake.at.column,
                                 error.what);
    return error;
}

std::string_view lasting_name(std::string_view name) {
    constexpr std::array<std::string_view, 2> added{"--incoming", "--migratedaway"};
    for (const std::string_view suffix : added) {
        if (name.size() > suffix.size() && name.ends_with(suffix))
            return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

bool matches(const PolicyEntry& entry, const Subject& subject) {
    if (!matches_guest(entry, subject))
        return false;
    // All interfaces of a guest have settings, the guest itself has none.
    if (!entry.part)
        return entry.area == Area::csum || subject.parts.empty();
    return std::any_of(subject.parts.begin(), subject.parts.end(),
                       [&](const std::string& name) { return matches_pattern(*entry.part, name); });
}

std::vector<const PolicySetting*> decide(const Policy& policy, Area area, const Subject& subject) {
    std::vector<const PolicySetting*> decided(key_count(area), nullptr);
    for (const PolicyEntry& entry : policy.entries) {
        if (entry.area != area || !matches(entry, subject))
            continue;
        for (const PolicySetting& setting : entry.settings)
            decided.at(setting.key) = &setting;
    }
    return decided;
}

bool speaks_of(const Policy& policy, Area area) {
    return std::any_of(policy.entries.begin(), policy.entries.end(),
                       [area](const PolicyEntry& entry) { return entry.area == area; });
}

bool asks_for_uuids(const Policy& policy) {
    return std::any_of(policy.entries.begin(), policy.entries.end(),
                       [](const PolicyEntry& entry) { return !entry.uuid.empty(); });
}

} // namespace dom0ctl
