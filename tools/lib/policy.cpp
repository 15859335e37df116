// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy.h"

#include "lib/file.h"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <fnmatch.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

std::string known_keys() {
    return fmt::format("the keys of a limit are guest, disk, {}", knob_names);
}

Error mistake(const std::string& file, const toml::source_region& where, std::string_view what,
              std::string_view hint) {
    return {ExitCode::usage, fmt::format("{}:{}: {}", file, where.begin.line, what),
            std::string(hint)};
}

// TOML has floats, dates and more: a limit is an integer or a string.
Result<Value> read_limit(const std::string& file, const Knob& knob, const toml::node& node) {
    std::string text;
    if (const auto* const number = node.as_integer())
        text = fmt::format("{}", number->get());
    else if (const auto* const string = node.as_string())
        text = string->get();
    else
        return mistake(
            file, node.source(), fmt::format("{} is neither an integer nor a string", knob.name),
            fmt::format(R"(write an integer, "{}" or "{}")", knob.kind.example, knob.kind.unset));
    Result<Value> value = parse_value(text, knob.kind);
    if (!value)
        return mistake(file, node.source(), fmt::format("{}: {}", knob.name, value.error().what),
                       value.error().hint);
    return value;
}

// A disk has a name and a number: both can be written.
std::optional<std::string> read_disk(const toml::node& node) {
    if (const auto* const pattern = node.as_string(); pattern != nullptr && !pattern->get().empty())
        return pattern->get();
    if (const auto* const number = node.as_integer(); number != nullptr && number->get() >= 0)
        return fmt::format("{}", number->get());
    return std::nullopt;
}

Result<PolicyEntry> read_entry(const std::string& file, const toml::table& table) {
    PolicyEntry entry;
    bool has_guest = false;
    bool has_limit = false;
    for (const auto& [key, node] : table) {
        if (key.str() == "guest") {
            const auto* const pattern = node.as_string();
            if (pattern == nullptr || pattern->get().empty())
                return mistake(file, node.source(), "guest is not a name or pattern in quotes",
                               R"(write guest = "web1" or guest = "web*")");
            entry.guest = pattern->get();
            has_guest = true;
            continue;
        }
        if (key.str() == "disk") {
            entry.disk = read_disk(node);
            if (!entry.disk)
                return mistake(file, node.source(), "disk is not a name, pattern or number",
                               R"(write disk = "xvda" or disk = "xvd*" or disk = 51712)");
            continue;
        }
        const std::optional<std::size_t> knob = find_knob(key.str());
        if (!knob)
            return mistake(file, key.source(), fmt::format("unknown key '{}'", key.str()),
                           known_keys());
        const Result<Value> value = read_limit(file, knobs.at(*knob), node);
        if (!value)
            return value.error();
        entry.limits.at(*knob) = *value;
        has_limit = true;
    }
    if (!has_guest)
        return mistake(file, table.source(), "this limit names no guest",
                       R"(add guest = "<name or pattern>")");
    if (!has_limit)
        return mistake(file, table.source(), "this entry sets no limit", known_keys());
    return entry;
}

Error unreadable(const std::string& path, int err) {
    const bool denied = err == EACCES || err == EPERM;
    return {denied ? ExitCode::no_permission : ExitCode::failed,
            fmt::format("cannot read {}: {}", path, errno_text(err)),
            denied ? "run dom0ctl as root" : "give a limits file, or a folder of *.toml files"};
}

Result<void> read_entries(const std::string& file, std::vector<PolicyEntry>& policy) {
    const Result<std::string, int> content = read_file(file);
    if (!content)
        return unreadable(file, content.error());

    const toml::parse_result parsed = toml::parse(*content, file);
    if (!parsed)
        return mistake(file, parsed.error().source(), parsed.error().description(),
                       "correct the file");
    constexpr std::string_view shape = "a limits file is a list of [[limit]] entries";
    for (const auto& [key, node] : parsed.table()) {
        const toml::array* const entries = key.str() == "limit" ? node.as_array() : nullptr;
        if (entries == nullptr)
            return mistake(file, key.source(), fmt::format("unexpected '{}'", key.str()), shape);
        for (const toml::node& element : *entries) {
            const toml::table* const table = element.as_table();
            if (table == nullptr)
                return mistake(file, element.source(), "this limit is no table", shape);
            Result<PolicyEntry> entry = read_entry(file, *table);
            if (!entry)
                return entry.error();
            policy.push_back(*std::move(entry));
        }
    }
    return {};
}

Result<std::vector<std::string>> files_of(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return unreadable(path, error ? error.value() : ENOENT);
    if (!fs::is_directory(status))
        return std::vector<std::string>{path};

    std::vector<std::string> files;
    fs::directory_iterator entry(path, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path& name = entry->path();
        if (name.extension() == ".toml" && !name.filename().native().starts_with('.'))
            files.push_back(name.native());
    }
    if (error)
        return unreadable(path, error.value());
    std::sort(files.begin(), files.end());
    return files;
}

bool matches(const std::string& pattern, const std::string& name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool matches_disk(const PolicyEntry& entry, std::optional<Devid> disk) {
    if (!entry.disk || !disk)
        return !entry.disk && !disk;
    return matches(*entry.disk, disk_name(*disk)) || matches(*entry.disk, fmt::format("{}", *disk));
}

} // namespace

Result<std::vector<PolicyEntry>> load_policy(const std::vector<std::string>& paths) {
    std::vector<PolicyEntry> policy;
    for (const std::string& path : paths) {
        const Result<std::vector<std::string>> files = files_of(path);
        if (!files)
            return files.error();
        for (const std::string& file : *files) {
            if (const Result<void> done = read_entries(file, policy); !done)
                return done.error();
        }
    }
    return policy;
}

WantedLimits limits_for(const std::vector<PolicyEntry>& policy, std::string_view guest_name,
                        std::optional<Devid> disk) {
    WantedLimits wanted;
    for (const PolicyEntry& entry : policy) {
        if (!matches(entry.guest, std::string(guest_name)) || !matches_disk(entry, disk))
            continue;
        for (std::size_t i = 0; i < knob_count; ++i) {
            if (entry.limits.at(i))
                wanted.at(i) = entry.limits.at(i);
        }
    }
    return wanted;
}

} // namespace dom0ctl
