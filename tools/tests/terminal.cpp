// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/terminal.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace dom0ctl {
namespace {

using namespace std::chrono_literals;

// A machine that does much else takes its time.
constexpr auto patience = 60s;

std::string output_of(const std::string& command) {
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("popen fails");
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        text.append(buffer.data(), got);
    ::pclose(pipe);
    return text;
}

// Each has a server of its own: one that was told to end still has its socket for a
// moment, and ends with what is started there by then.
std::string new_folder(const FakeHost& host) {
    static int count = 0;
    return host.scratch(fmt::format("tmux-{}", ++count));
}

} // namespace

bool Terminal::is_there() {
    return std::system("command -v tmux >/dev/null") == 0;
}

Terminal::Terminal(const FakeHost& host, const std::string& xenstore, int width, int height,
                   const std::string& arguments, const std::string& environment)
    : folder_(new_folder(host)) {
    std::filesystem::create_directories(folder_);
    std::ofstream script(folder_ + "/run");
    script << "#!/bin/sh\n"
              "export LC_ALL=C.UTF-8 TERM=screen-256color; unset NO_COLOR\n"
           << fmt::format("export DOM0CTL_SYSFS_ROOT={} XENSTORED_PATH={}\n", host.root(), xenstore)
           << environment << "\nbefore=$(stty -g)\n"
           << "echo before\n"
           << fmt::format("sh -c 'echo $$ >{}/pid; exec \"$@\"' - {} {}\n", folder_, DOM0CTL_BINARY,
                          arguments)
           << "echo code $?\n"
              "[ \"$(stty -g)\" != \"$before\" ] || echo same\n"
              "exec sleep 600\n";
    script.close();
    tmux(fmt::format("-f /dev/null new-session -d -x {} -y {} sh {}/run", width, height, folder_));
}

Terminal::~Terminal() {
    tmux("kill-server 2>/dev/null");
}

std::string Terminal::tmux(const std::string& command) const {
    return output_of(fmt::format("TMUX= LC_ALL=C.UTF-8 tmux -S {}/socket {}", folder_, command));
}

void Terminal::press(const std::string& key) const {
    tmux("send-keys " + key);
}

void Terminal::type(const std::string& text) const {
    tmux("send-keys -l '" + text + "'");
}

void Terminal::resize(int width, int height) const {
    tmux(fmt::format("resize-window -x {} -y {}", width, height));
}

std::string Terminal::screen() const {
    return tmux("capture-pane -p");
}

std::string Terminal::coloured_screen() const {
    return tmux("capture-pane -p -e");
}

std::string Terminal::when(const std::function<bool(const std::string&)>& holds) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        std::string now = screen();
        if (holds(now) || std::chrono::steady_clock::now() > end)
            return now;
        std::this_thread::sleep_for(50ms);
    }
}

std::string Terminal::when_it_shows(const std::string& text) const {
    return when([&text](const std::string& now) { return now.find(text) != std::string::npos; });
}

int Terminal::pid() const {
    int pid = 0;
    std::ifstream(folder_ + "/pid") >> pid;
    return pid;
}

} // namespace dom0ctl
