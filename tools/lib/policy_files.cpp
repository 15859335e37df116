// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/policy_files.h"

#include "lib/file.h"
#include "lib/policy_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <utility>

namespace dom0ctl {
namespace {

namespace fs = std::filesystem;

Mistake unreadable(const std::string& path, int err) {
    const bool denied = err == EACCES || err == EPERM;
    return {path,
            {},
            {denied ? ExitCode::no_permission : ExitCode::failed,
             fmt::format("cannot read {}: {}", path, errno_text(err)),
             denied ? "run dom0ctl as root" : "give a limits file, or a folder of *.toml files"}};
}

void read_file_at(const std::string& path, PolicyReading& reading) {
    const Result<std::string, int> content = read_file(path);
    if (!content) {
        reading.mistakes.push_back(unreadable(path, content.error()));
        return;
    }
    std::vector<Mistake> mistakes = read_policy_text(path, *content, reading.policy);
    std::move(mistakes.begin(), mistakes.end(), std::back_inserter(reading.mistakes));
}

// Its *.toml. What is no plain file, a pipe say, could not be read to its end.
void read_folder(const std::string& path, PolicyReading& reading) {
    std::error_code error;
    std::vector<std::string> files;
    fs::directory_iterator entry(path, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path& name = entry->path();
        if (name.extension() == ".toml" && !name.filename().native().starts_with('.'))
            files.push_back(name.native());
    }
    if (error) {
        reading.mistakes.push_back(unreadable(path, error.value()));
        return;
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
        const fs::file_status status = fs::status(file, error);
        if (fs::is_regular_file(status) || error)
            read_file_at(file, reading);
        else
            reading.mistakes.push_back({file,
                                        {},
                                        {ExitCode::failed, fmt::format("{} is no file", file),
                                         "take it out of the folder"}});
    }
}

void read_path(const std::string& path, PolicyReading& reading) {
    std::error_code ignored; // reading it tells what is wrong
    if (fs::is_directory(path, ignored))
        read_folder(path, reading);
    else
        read_file_at(path, reading);
}

} // namespace

PolicyReading read_policy(const std::vector<std::string>& paths) {
    PolicyReading reading;
    for (const std::string& path : paths)
        read_path(path, reading);
    return reading;
}

PolicyReading read_policy_folder(const std::string& folder) {
    std::error_code error;
    // No configuration at all is a configuration: a boot script may call.
    if (!fs::exists(folder, error) && !error)
        return {};
    return read_policy({folder});
}

Result<Policy> without_mistakes(PolicyReading reading) {
    if (reading.mistakes.empty())
        return std::move(reading.policy);
    Error error = to_error(reading.mistakes.front());
    if (const std::size_t more = reading.mistakes.size() - 1; more > 0)
        error.hint +=
            fmt::format("; there {} more: 'dom0ctl config check' shows {}",
                        more == 1 ? "is one mistake" : fmt::format("are {} mistakes", more),
                        more == 1 ? "it" : "them");
    return error;
}

} // namespace dom0ctl
