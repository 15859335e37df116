// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_text.h"

#include "lib/toml.h"
#include "lib/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dom0ctl {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view shape =
    "a limits file is a list of [[limit]], [[csum]] and [[irq]] entries";

Position position(const toml::source_position& at) {
    return {at.line, at.column};
}

// Where in a text are the bytes of what toml++ counts by lines and characters.
class Offsets {
  public:
    explicit Offsets(std::string_view text) : text_(text) {
        starts_.push_back(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n')
                starts_.push_back(i + 1);
        }
    }

    std::size_t of(const toml::source_position& at) const {
        if (at.line == 0 || at.line > starts_.size())
            return text_.size();
        std::size_t offset = starts_[at.line - 1];
        for (auto column = at.column; column > 1 && offset < text_.size(); --column) {
            ++offset;
            while (offset < text_.size() && is_continued(text_[offset]))
                ++offset;
        }
        return offset;
    }

  private:
    static bool is_continued(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

    std::string_view text_;
    std::vector<std::size_t> starts_;
};

std::optional<Area> find_area(std::string_view name) {
    const auto* const found = std::find_if(areas.begin(), areas.end(),
                                           [name](Area area) { return name_of(area) == name; });
    return found == areas.end() ? std::nullopt : std::optional(*found);
}

// TOML has floats, dates and more: a value is an integer or a string.
std::optional<std::string> scalar(const toml::node& node) {
    if (const auto* const number = node.as_integer())
        return fmt::format("{}", number->get());
    if (const auto* const string = node.as_string())
        return string->get();
    return std::nullopt;
}

// Reads the tables of one file.
class Reader {
  public:
    Reader(const std::string& path, std::string_view text, Policy& policy)
        : path_(path), offsets_(text), policy_(policy) {}

    void read(const toml::table& top) {
        std::vector<PolicyEntry> entries;
        for (const auto& [key, node] : top) {
            const std::optional<Area> area = find_area(key.str());
            const toml::array* const array = area ? node.as_array() : nullptr;
            if (array == nullptr) {
                wrong(key.source().begin, fmt::format("unexpected '{}'", key.str()), shape);
                continue;
            }
            for (const toml::node& element : *array) {
                if (const toml::table* const table = element.as_table())
                    read_entry(*area, *table, entries);
                else
                    wrong(element.source().begin,
                          fmt::format("this {} is no table", name_of(*area)), shape);
            }
        }
        // toml++ sorts tables by their names; what counts is the order in the file.
        std::stable_sort(entries.begin(), entries.end(),
                         [](const PolicyEntry& a, const PolicyEntry& b) { return a.at < b.at; });
        std::move(entries.begin(), entries.end(), std::back_inserter(policy_.entries));
    }

    void wrong(const toml::source_position& at, std::string what, std::string_view hint) {
        mistakes_.push_back(
            {path_, position(at), {ExitCode::usage, std::move(what), std::string(hint)}});
    }

    std::vector<Mistake> mistakes() {
        std::stable_sort(mistakes_.begin(), mistakes_.end(),
                         [](const Mistake& a, const Mistake& b) { return a.at < b.at; });
        return std::move(mistakes_);
    }

  private:
    void read_entry(Area area, const toml::table& table, std::vector<PolicyEntry>& entries) {
        const std::size_t mistakes_before = mistakes_.size();
        PolicyEntry entry;
        entry.area = area;
        entry.file = policy_.files.size() - 1;
        entry.at = position(table.source().begin);
        entry.is_inline = table.is_inline();
        for (const auto& [key, node] : table) {
            read_key(entry, key, node);
            if (const std::size_t end = offsets_.of(node.source().end); end >= entry.last_end) {
                entry.last_end = end;
                entry.last_key = offsets_.of(key.source().begin);
            }
        }
        const bool has_guest = table.contains("guest");
        if (has_guest && table.contains("uuid"))
            wrong(table.find("uuid")->first.source().begin, "this entry has a guest and a uuid",
                  "leave one of them out");
        else if (!has_guest && !table.contains("uuid"))
            wrong(table.source().begin, fmt::format("this {} names no guest", name_of(area)),
                  R"(add guest = "<name or pattern>" or uuid = "<UUID>")");
        if (mistakes_.size() == mistakes_before && entry.settings.empty())
            wrong(table.source().begin, "this entry sets nothing", known_keys(area));
        // In the order of the text.
        std::sort(entry.settings.begin(), entry.settings.end(),
                  [](const PolicySetting& a, const PolicySetting& b) { return a.at < b.at; });
        if (mistakes_.size() == mistakes_before)
            entries.push_back(std::move(entry));
    }

    void read_key(PolicyEntry& entry, const toml::key& key, const toml::node& node) {
        if (key.str() == "guest")
            read_guest(entry, node);
        else if (key.str() == "uuid")
            read_uuid(entry, node);
        else if (!part_key(entry.area).empty() && key.str() == part_key(entry.area))
            read_part(entry, node);
        else if (const std::optional<std::size_t> known = find_key(entry.area, key.str()))
            read_setting(entry, *known, key, node);
        else
            wrong(key.source().begin, fmt::format("unknown key '{}'", key.str()),
                  known_keys(entry.area));
    }

    void read_guest(PolicyEntry& entry, const toml::node& node) {
        if (const auto* const text = node.as_string(); text != nullptr && !text->get().empty())
            entry.guest = text->get();
        else
            wrong(node.source().begin, "guest is not a name or pattern in quotes",
                  R"(write guest = "web1" or guest = "web*")");
    }

    void read_uuid(PolicyEntry& entry, const toml::node& node) {
        const auto* const text = node.as_string();
        const std::optional<std::string> uuid =
            text != nullptr ? parse_uuid(text->get()) : std::nullopt;
        if (uuid)
            entry.uuid = *uuid;
        else
            wrong(node.source().begin, "uuid is not a UUID in quotes",
                  "'xl list -v' shows those of the guests that run");
    }

    // A disk or vif has a name and a number: both can be written.
    void read_part(PolicyEntry& entry, const toml::node& node) {
        const std::optional<std::string> text = scalar(node);
        if (text && !text->empty() && !text->starts_with('-'))
            entry.part = text;
        else if (entry.area == Area::limit)
            wrong(node.source().begin, "disk is not a name, pattern or number",
                  R"(write disk = "xvda" or disk = "xvd*" or disk = 51712)");
        else
            wrong(node.source().begin, "vif is not a name, pattern or number",
                  R"(write vif = 0 for the guest's first interface, or vif = "vif*.0")");
    }

    void read_setting(PolicyEntry& entry, std::size_t known, const toml::key& key,
                      const toml::node& node) {
        const std::optional<std::string> text = scalar(node);
        if (!text) {
            wrong(node.source().begin,
                  fmt::format("{} is neither an integer nor a string", key.str()),
                  "write " + value_examples(entry.area, known));
            return;
        }
        const Result<AnyValue> value = read_value(entry.area, known, *text);
        if (!value) {
            wrong(node.source().begin, value.error().what, value.error().hint);
            return;
        }
        entry.settings.push_back(
            {known,
             *value,
             position(key.source().begin),
             {offsets_.of(node.source().begin), offsets_.of(node.source().end)}});
    }

    static std::string known_keys(Area area) {
        const std::string_view part = part_key(area);
        return fmt::format("the keys of [[{}]] are guest, uuid, {}{}{}", name_of(area), part,
                           part.empty() ? "" : ", ", key_names(area));
    }

    const std::string& path_;
    Offsets offsets_;
    Policy& policy_;
    std::vector<Mistake> mistakes_;
};

} // namespace

std::vector<Mistake> read_policy_text(const std::string& path, const std::string& text,
                                      Policy& policy) {
    policy.files.push_back({path, text});
    Reader reader(path, text, policy);
    const toml::parse_result parsed = toml::parse(std::string_view(text), std::string_view(path));
    if (parsed)
        reader.read(parsed.table());
    else
        reader.wrong(parsed.error().source().begin, std::string(parsed.error().description()),
                     "correct the file");
    return reader.mistakes();
}

} // namespace dom0ctl
