// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/config_check.h"

#include "lib/policy_check.h"
#include "lib/policy_files.h"

#include <fmt/format.h>

namespace dom0ctl {
namespace {

Json to_json(const Mistake& mistake) {
    const bool placed = mistake.at.line != 0;
    return {{"file", mistake.file},
            {"line", placed ? Json(mistake.at.line) : Json(nullptr)},
            {"column", placed ? Json(mistake.at.column) : Json(nullptr)},
            {"message", mistake.error.what},
            {"hint", mistake.error.hint}};
}

} // namespace

Result<Output> config_check(World& world, const std::vector<std::string>& paths) {
    const PolicyReading reading =
        paths.empty() ? read_policy_folder(world.limits_folder) : read_policy(paths);
    Output output;
    output.json["files"] = Json::array();
    for (const PolicyFile& file : reading.policy.files)
        output.json["files"].push_back(file.path);
    output.json["mistakes"] = Json::array();
    for (const Mistake& mistake : reading.mistakes) {
        output.text += one_line(to_error(mistake)) + "\n";
        output.json["mistakes"].push_back(to_json(mistake));
    }
    output.json["warnings"] = Json::array();
    for (Mistake doubt : doubts(reading.policy)) {
        output.json["warnings"].push_back(to_json(doubt));
        doubt.error.what = "warning: " + doubt.error.what;
        output.text += one_line(to_error(doubt)) + "\n";
    }
    if (!reading.mistakes.empty())
        output.code = reading.mistakes.front().error.code;
    return output;
}

} // namespace dom0ctl
