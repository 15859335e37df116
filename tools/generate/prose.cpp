// SPDX-License-Identifier: GPL-2.0-or-later
#include "generate/prose.h"

#include "lib/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace dom0ctl {
namespace {

bool is_section(std::string_view heading) {
    return heading.find_first_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
}

} // namespace

Result<Prose> Prose::read(const std::string& path) {
    const Result<std::string, int> content = read_file(path);
    if (!content)
        return Error{ExitCode::failed,
                     fmt::format("cannot read {}: {}", path, errno_text(content.error())),
                     "each command has a file there"};
    Prose prose;
    std::istringstream lines(*content);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('[') && line.ends_with(']')) {
            std::string heading = line.substr(1, line.size() - 2);
            for (const auto& [other, text] : prose.pieces_) {
                if (other == heading)
                    return Error{ExitCode::usage,
                                 fmt::format("{}: [{}] is there twice", path, heading),
                                 "make one of them"};
            }
            prose.pieces_.emplace_back(std::move(heading), "");
        } else if (!prose.pieces_.empty()) {
            prose.pieces_.back().second += line + "\n";
        }
    }
    return prose;
}

std::optional<std::string> Prose::take(std::string_view heading) {
    const auto found = std::find_if(pieces_.begin(), pieces_.end(),
                                    [&](const auto& piece) { return piece.first == heading; });
    if (found == pieces_.end())
        return std::nullopt;
    taken_.emplace(heading);
    return found->second;
}

std::vector<std::string> Prose::sections() const {
    std::vector<std::string> headings;
    for (const auto& [heading, text] : pieces_) {
        if (is_section(heading) && !taken_.contains(heading))
            headings.push_back(heading);
    }
    return headings;
}

std::vector<std::string> Prose::leftover() const {
    std::vector<std::string> headings;
    for (const auto& [heading, text] : pieces_) {
        if (!taken_.contains(heading))
            headings.push_back(heading);
    }
    return headings;
}

} // namespace dom0ctl
