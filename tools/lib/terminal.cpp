// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace dom0ctl {
namespace {

constexpr std::string_view bold_red = "\x1b[1;31m";
constexpr std::string_view bold_yellow = "\x1b[1;33m";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::string_view todo = "to do";

std::string paint(std::string_view text, std::string_view colour) {
    return std::string(colour) + std::string(text) + std::string(plain);
}

} // namespace

bool wants_colours(bool is_terminal, const char* no_color, const char* term) {
    if (!is_terminal || (no_color != nullptr && *no_color != '\0'))
        return false;
    return term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

bool wants_colours(int fd) {
    return wants_colours(::isatty(fd) == 1, std::getenv("NO_COLOR"), std::getenv("TERM"));
}

std::string paint_error(std::string_view line) {
    const std::size_t end = line.find(':') + 1;
    return paint(line.substr(0, end), bold_red) + std::string(line.substr(end));
}

std::string paint_todo(std::string_view text) {
    std::string painted;
    while (!text.empty()) {
        const std::string_view line =
            text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
        if (line.starts_with(todo))
            painted += paint(todo, bold_yellow) + std::string(line.substr(todo.size()));
        else
            painted += line;
        text.remove_prefix(line.size());
    }
    return painted;
}

void keep_standard_files() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) < 0)
            (void)::open("/dev/null", O_RDONLY); // takes the lowest number, which is this one
    }
}

} // namespace dom0ctl
