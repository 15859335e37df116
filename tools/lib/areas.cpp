// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/areas.h"

#include "lib/csum_keys.h"
#include "lib/irq_settings.h"
#include "lib/limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace dom0ctl {
namespace {

Result<AnyValue> read_word(const CsumKey& key, std::string_view text) {
    if (std::find(key.words.begin(), key.words.end(), text) == key.words.end())
        return Error{ExitCode::usage, fmt::format("{} cannot be '{}'", key.name, text),
                     fmt::format("it is one of {}", fmt::join(key.words, ", "))};
    return AnyValue(std::string(text));
}

template <typename Read>
Result<AnyValue> named(std::string_view name, Read value) {
    if (value)
        return AnyValue(*value);
    Error error = value.error();
    error.what = fmt::format("{}: {}", name, error.what);
    return error;
}

} // namespace

std::string_view name_of(Area area) {
    switch (area) {
    case Area::limit:
        return "limit";
    case Area::csum:
        return "csum";
    case Area::irq:
        break;
    }
    return "irq";
}

std::string_view part_key(Area area) {
    switch (area) {
    case Area::limit:
        return "disk";
    case Area::csum:
        return "vif";
    case Area::irq:
        break;
    }
    return "";
}

std::size_t key_count(Area area) {
    switch (area) {
    case Area::limit:
        return knob_count;
    case Area::csum:
        return csum_key_count;
    case Area::irq:
        break;
    }
    return 1;
}

std::string_view key_name(Area area, std::size_t key) {
    switch (area) {
    case Area::limit:
        return knobs.at(key).name;
    case Area::csum:
        return csum_keys.at(key).name;
    case Area::irq:
        break;
    }
    return irq_quota.name;
}

std::optional<std::size_t> find_key(Area area, std::string_view name) {
    for (std::size_t key = 0; key < key_count(area); ++key) {
        if (key_name(area, key) == name)
            return key;
    }
    return std::nullopt;
}

std::string key_names(Area area) {
    if (area == Area::limit)
        return std::string(knob_names);
    std::string names;
    for (std::size_t key = 0; key < key_count(area); ++key)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", key_name(area, key));
    return names;
}

Result<AnyValue> read_value(Area area, std::size_t key, std::string_view text) {
    switch (area) {
    case Area::limit:
        return named(knobs.at(key).name, parse_value(text, knobs.at(key).kind));
    case Area::csum:
        return read_word(csum_keys.at(key), text);
    case Area::irq:
        break;
    }
    return named(irq_quota.name, read_irq_value(text, irq_quota));
}

std::string value_text(Area area, std::size_t key, const AnyValue& value) {
    switch (area) {
    case Area::limit:
        return format_value(std::get<Value>(value), knobs.at(key).kind);
    case Area::csum:
        return std::get<std::string>(value);
    case Area::irq:
        break;
    }
    return to_string(std::get<Amount>(value));
}

std::string value_examples(Area area, std::size_t key) {
    switch (area) {
    case Area::limit:
        return fmt::format(R"(an integer, "{}" or "{}")", knobs.at(key).kind.example,
                           knobs.at(key).kind.unset);
    case Area::csum:
        return fmt::format(R"("{}")", fmt::join(csum_keys.at(key).words, R"(" or ")"));
    case Area::irq:
        break;
    }
    return fmt::format(R"(an integer, "{}")", fmt::join(irq_quota.takes, R"(" or ")"));
}

} // namespace dom0ctl
