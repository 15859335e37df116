// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/sysfs.h"

#include "lib/file.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace dom0ctl {
namespace {

struct CloseDir {
    void operator()(DIR* dir) const { ::closedir(dir); }
};

} // namespace

std::string Sysfs::full_path(std::string_view path) const {
    std::string result = root_;
    result += '/';
    result += path;
    return result;
}

Result<std::string, SysfsError> Sysfs::read(std::string_view path) const {
    const std::string full = full_path(path);
    Result<std::string, int> content = read_file(full);
    if (!content)
        return SysfsError{content.error(), full};
    if (content->ends_with('\n'))
        content->pop_back();
    return *std::move(content);
}

Result<void, SysfsError> Sysfs::write(std::string_view path, std::string_view value) const {
    const std::string full = full_path(path);
    const Result<void, int> done = write_file(full, std::string(value) + '\n');
    if (!done)
        return SysfsError{done.error(), full};
    return {};
}

Result<std::vector<std::string>, SysfsError> Sysfs::list(std::string_view path) const {
    const std::string full = full_path(path);
    const std::unique_ptr<DIR, CloseDir> dir(::opendir(full.c_str()));
    if (!dir)
        return SysfsError{errno, full};

    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(dir.get())) {
        const std::string_view name = static_cast<const char*>(entry->d_name);
        if (!name.starts_with('.'))
            names.emplace_back(name);
        errno = 0;
    }
    if (errno != 0)
        return SysfsError{errno, full};
    std::sort(names.begin(), names.end());
    return names;
}

bool Sysfs::exists(std::string_view path) const {
    return ::access(full_path(path).c_str(), F_OK) == 0;
}

} // namespace dom0ctl
