// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_edit.h"

#include "lib/number.h"
#include "lib/policy_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dom0ctl {
namespace {

// Beside a text that holds nothing yet.
constexpr std::string_view preface = "# Written by dom0ctl --persist, and free to be edited;\n"
                                     "# dom0ctl-apply(8) describes it under LIMITS FILES.\n";

// A name stands for itself: what fnmatch(3) takes for a sign is escaped.
std::string as_pattern(std::string_view name) {
    std::string pattern;
    for (const char c : name) {
        if (std::string_view(R"(*?[\)").find(c) != std::string_view::npos)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

// JSON's strings are TOML's, but for DEL.
std::string toml_string(std::string_view text) {
    std::string result = nlohmann::json(text).dump();
    for (std::size_t at = 0; (at = result.find('\x7f', at)) != std::string::npos;)
        result.replace(at, 1, R"(\u007f)");
    return result;
}

std::string bare_or_quoted(const std::string& text) {
    constexpr std::size_t surely_64_bits = 18;
    const bool is_number = is_digits(text) && text.size() <= surely_64_bits &&
                           (text.size() == 1 || !text.starts_with('0'));
    return is_number ? text : toml_string(text);
}

std::string toml_value(Area area, std::size_t key, const AnyValue& value) {
    return bare_or_quoted(value_text(area, key, value));
}

std::string line_end(std::string_view text) {
    const std::size_t end = text.find('\n');
    return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

// Behind the line of that byte; the text gets its last newline if it has none.
std::size_t next_line(std::string& text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    if (end != std::string::npos)
        return end + 1;
    text += line_end(text);
    return text.size();
}

std::string indentation(std::string_view text, std::size_t at) {
    const std::size_t newline = text.rfind('\n', at);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::string_view before = text.substr(begin, at - begin);
    return before.find_first_not_of(" \t") == std::string_view::npos ? std::string(before) : "";
}

const PolicySetting* find_setting(const PolicyEntry& entry, std::size_t key) {
    const auto found =
        std::find_if(entry.settings.begin(), entry.settings.end(),
                     [key](const PolicySetting& setting) { return setting.key == key; });
    return found == entry.settings.end() ? nullptr : &*found;
}

bool adds_keys(const PolicyEntry& entry, const Wish& wish) {
    return std::any_of(wish.settings.begin(), wish.settings.end(), [&entry](const auto& setting) {
        return find_setting(entry, setting.first) == nullptr;
    });
}

using Meaning = std::vector<std::pair<std::size_t, AnyValue>>;

// The settings of an entry without their places.
Meaning meaning(const PolicyEntry& entry) {
    Meaning settings;
    for (const PolicySetting& setting : entry.settings)
        settings.emplace_back(setting.key, setting.value);
    std::sort(settings.begin(), settings.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return settings;
}

Meaning changed(Meaning settings, const Wish& wish) {
    for (const auto& [key, value] : wish.settings) {
        std::erase_if(settings, [key = key](const auto& setting) { return setting.first == key; });
        settings.emplace_back(key, value);
    }
    std::sort(settings.begin(), settings.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return settings;
}

bool same_guests(const PolicyEntry& a, const PolicyEntry& b) {
    return a.area == b.area && a.guest == b.guest && a.uuid == b.uuid && a.part == b.part;
}

// Whether the wish is what decides, for each of its settings, from an entry for
// exactly this guest.
bool is_decided(const Policy& policy, const Wish& wish) {
    return std::all_of(wish.settings.begin(), wish.settings.end(), [&](const auto& setting) {
        const auto last = std::find_if(
            policy.entries.rbegin(), policy.entries.rend(), [&](const PolicyEntry& entry) {
                return concerns(entry, wish) && find_setting(entry, setting.first) != nullptr;
            });
        return last != policy.entries.rend() && is_exactly(*last, wish) &&
               find_setting(*last, setting.first)->value == setting.second;
    });
}

Policy read_again(const std::vector<PolicyFile>& files) {
    Policy policy;
    for (const PolicyFile& file : files)
        read_policy_text(file.path, file.text, policy);
    return policy;
}

// The index of the entry among those of its file.
std::size_t index_in_file(const Policy& policy, std::size_t entry) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < entry; ++i) {
        if (policy.entries.at(i).file == policy.entries.at(entry).file)
            ++index;
    }
    return index;
}

std::size_t count_in_file(const Policy& policy, std::size_t file) {
    return static_cast<std::size_t>(
        std::count_if(policy.entries.begin(), policy.entries.end(),
                      [file](const PolicyEntry& entry) { return entry.file == file; }));
}

Error not_editable(const std::string& path) {
    return {ExitCode::failed,
            fmt::format("{} is written in a way that dom0ctl cannot add to", path),
            "edit it by hand"};
}

// A later entry decides about as many of the settings as this one ever can.
std::optional<std::size_t> last_exact(const Policy& policy, const Wish& wish) {
    for (std::size_t i = policy.entries.size(); i-- > 0;) {
        if (is_exactly(policy.entries[i], wish))
            return i;
    }
    return std::nullopt;
}

// Behind every entry that has a say in this.
std::size_t place_for_new(Policy& policy, const std::string& own_file, const Wish& wish) {
    std::string path = own_file;
    for (const PolicyEntry& entry : policy.entries) {
        if (concerns(entry, wish))
            path = std::max(path, policy.files.at(entry.file).path);
    }
    const auto at = std::lower_bound(
        policy.files.begin(), policy.files.end(), path,
        [](const PolicyFile& file, const std::string& wanted) { return file.path < wanted; });
    const auto index = static_cast<std::size_t>(at - policy.files.begin());
    if (at == policy.files.end() || at->path != path) {
        policy.files.insert(at, {path, ""});
        policy = read_again(policy.files);
    }
    return index;
}

} // namespace

bool is_exactly(const PolicyEntry& entry, const Wish& wish) {
    const bool same_guest =
        wish.by_uuid ? entry.uuid == wish.uuid : entry.guest == as_pattern(wish.name);
    const bool same_part = entry.part ? std::find(wish.parts.begin(), wish.parts.end(),
                                                  *entry.part) != wish.parts.end()
                                      : wish.parts.empty();
    return same_guest && entry.area == wish.area && same_part;
}

bool concerns(const PolicyEntry& entry, const Wish& wish) {
    if (entry.area != wish.area)
        return false;
    const bool any_part =
        wish.parts.empty() ? wish.area == Area::csum : wish.parts.front() == every_part;
    if (!any_part || !entry.part)
        return matches(entry, {wish.name, wish.uuid, wish.parts});
    PolicyEntry whole = entry; // whatever part it is for
    whole.part = every_part;
    return matches(whole, {wish.name, wish.uuid, {*entry.part}});
}

std::string with_settings(const std::string& text, const PolicyEntry& entry, const Wish& wish) {
    std::string edited = text;
    std::string added;
    // From the end, so that the places before stay where they are.
    std::vector<std::pair<Bytes, std::string>> replaced;
    const std::string end = line_end(text);
    for (const auto& [key, value] : wish.settings) {
        const std::string written = toml_value(wish.area, key, value);
        if (const PolicySetting* const present = find_setting(entry, key)) {
            if (present->value != value)
                replaced.emplace_back(present->bytes, written);
        } else
            added += fmt::format("{}{} = {}{}", indentation(text, entry.last_key),
                                 key_name(wish.area, key), written, end);
    }
    if (!added.empty())
        edited.insert(next_line(edited, entry.last_end), added);
    std::sort(replaced.begin(), replaced.end(),
              [](const auto& a, const auto& b) { return a.first.begin > b.first.begin; });
    for (const auto& [bytes, written] : replaced)
        edited.replace(bytes.begin, bytes.end - bytes.begin, written);
    return edited;
}

std::string with_new_entry(std::string text, const Wish& wish) {
    const std::string end = line_end(text);
    if (text.empty())
        text = preface;
    if (!text.ends_with('\n'))
        text += end;
    text += fmt::format("{}[[{}]]{}", end, name_of(wish.area), end);
    if (wish.by_uuid)
        text += fmt::format("uuid = {}{}", toml_string(wish.uuid), end);
    else
        text += fmt::format("guest = {}{}", toml_string(as_pattern(wish.name)), end);
    if (!wish.parts.empty())
        text +=
            fmt::format("{} = {}{}", part_key(wish.area), bare_or_quoted(wish.parts.front()), end);
    for (const auto& [key, value] : wish.settings)
        text += fmt::format("{} = {}{}", key_name(wish.area, key),
                            toml_value(wish.area, key, value), end);
    return text;
}

bool differs_only_by(const std::string& before, const std::string& after, std::size_t entry,
                     const Wish& wish) {
    Policy old;
    Policy now;
    if (!read_policy_text("", before, old).empty() || !read_policy_text("", after, now).empty())
        return false;
    const std::size_t added = entry == old.entries.size() ? 1 : 0;
    if (now.entries.size() != old.entries.size() + added)
        return false;
    for (std::size_t i = 0; i < now.entries.size(); ++i) {
        const PolicyEntry& is = now.entries[i];
        const Meaning was = i < old.entries.size() ? meaning(old.entries[i]) : Meaning{};
        if (meaning(is) != (i == entry ? changed(was, wish) : was))
            return false;
        if (i < old.entries.size() ? !same_guests(is, old.entries[i]) : !is_exactly(is, wish))
            return false;
    }
    return true;
}

Result<void> fulfil(Policy& policy, const std::string& own_file, const Wish& wish) {
    const auto replace = [&](std::size_t file, std::size_t entry, std::string text) {
        std::vector<PolicyFile> files = policy.files;
        if (!differs_only_by(files.at(file).text, text, entry, wish))
            return false;
        files.at(file).text = std::move(text);
        Policy next = read_again(files);
        if (!is_decided(next, wish))
            return false;
        policy = std::move(next);
        return true;
    };
    if (const std::optional<std::size_t> exact = last_exact(policy, wish)) {
        const PolicyEntry& entry = policy.entries.at(*exact);
        if ((!entry.is_inline || !adds_keys(entry, wish)) &&
            replace(entry.file, index_in_file(policy, *exact),
                    with_settings(policy.files.at(entry.file).text, entry, wish)))
            return {};
    }
    const std::size_t file = place_for_new(policy, own_file, wish);
    const std::string path = policy.files.at(file).path;
    if (!replace(file, count_in_file(policy, file),
                 with_new_entry(policy.files.at(file).text, wish)))
        return not_editable(path);
    return {};
}

} // namespace dom0ctl
