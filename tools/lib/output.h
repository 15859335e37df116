// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/changes.h"
#include "lib/throttle.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dom0ctl {

using Json = nlohmann::ordered_json;

/// What a command has to say, in both forms; main() prints the one asked for.
struct Output {
    std::string text; ///< whole lines; may be empty
    Json json;
    /// What has failed of several things that do not depend on each other: a line
    /// each on standard error; the first one's code is what dom0ctl exits with.
    std::vector<Error> failures = {};
    ExitCode code = ExitCode::ok; ///< with no failure
};

/// Columns, aligned, two spaces apart; the last one is not padded.
std::string format_table(const std::vector<std::vector<std::string>>& rows);

/// The same, with the last column broken at spaces to keep lines within 80
/// columns; a word is never broken.
std::string format_wrapped_table(const std::vector<std::vector<std::string>>& rows);

/// The text in lines of that width, broken at spaces; at least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// A number, or the kind's word for none (0 is a number).
Json to_json(Value value, const Kind& kind);

/// {"domid", "name"}, and for a disk {"disk", "devid"}; the name is null when
/// unknown.
Json to_json(const Target& target);

/// The same, followed by all limits under the names of the knobs.
Json to_json(const Target& target, const Limits& limits);

/// "web1 (domid 5): write_bps 20M, was max", a line a change.
Output describe(const std::vector<Change>& changes);

/// The error as the JSON document a program gets in place of the result.
Json to_json(const Error& error);

/// As text, on one line with a newline. All of it is ASCII, other characters are
/// escaped, so that it can be shown on any terminal; invalid UTF-8 is replaced.
std::string dump(const Json& json);

} // namespace dom0ctl
