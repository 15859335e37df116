// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/changes.h"
#include "lib/throttle.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace dom0ctl {

using Json = nlohmann::ordered_json;

/// What a command has to say, in both forms; main() prints the one asked for.
struct Output {
    std::string text; ///< whole lines; may be empty
    Json json;
};

/// Columns, aligned, two spaces apart; the last one is not padded.
std::string format_table(const std::vector<std::vector<std::string>>& rows);

/// A number, or "max".
Json to_json(Rate rate);

/// {"domid", "name", the four limits}; the name is null when unknown.
Json to_json(const Guest& guest, const Limits& limits);

/// "web1 (domid 5): write_bps 20M, was max", a line a change.
Output describe(const std::vector<Change>& changes);

/// The error as the JSON document a program gets in place of the result.
Json to_json(const Error& error);

/// As text, on one line with a newline; invalid UTF-8 is replaced.
std::string dump(const Json& json);

} // namespace dom0ctl
