// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tool.h"

#include "lib/fd.h"

#include <fcntl.h>
#include <grp.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dom0ctl {
namespace {

Fd memory_file(const char* name) {
    return Fd(::memfd_create(name, MFD_CLOEXEC));
}

std::string content(const Fd& fd) {
    std::string text;
    std::array<char, 4096> buffer{};
    ssize_t got = 0;
    while ((got = ::pread(fd.get(), buffer.data(), buffer.size(),
                          static_cast<off_t>(text.size()))) > 0)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
}

bool drop_root() {
    return ::geteuid() != 0 ||
           (::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0);
}

// What it printed as JSON, for schema_test.py, which says where to.
void record(const std::vector<std::string>& arguments, const Outcome& outcome) {
    const char* const path = std::getenv("DOM0CTL_TEST_RECORD");
    if (path == nullptr ||
        std::find(arguments.begin(), arguments.end(), "--json") == arguments.end())
        return;
    const nlohmann::json run{
        {"arguments", arguments}, {"exit_code", outcome.exit_code}, {"out", outcome.out}};
    std::ofstream(path, std::ios::app)
        << run.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
}

} // namespace

Running::~Running() {
    if (pid_ == 0)
        return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void Running::send(int signal) const {
    ::kill(pid_, signal);
}

std::string Running::out() const {
    return content(out_);
}

std::string Running::err() const {
    return content(err_);
}

Outcome Running::wait() {
    int status = 0;
    if (::waitpid(std::exchange(pid_, 0), &status, 0) < 0)
        throw std::runtime_error("waitpid fails");
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out(), err()};
}

Outcome Tool::operator()(const std::vector<std::string>& arguments) const {
    const Outcome outcome = start(arguments).wait();
    record(arguments, outcome);
    return outcome;
}

Running Tool::start(const std::vector<std::string>& arguments) const {
    // Opened here, since nobody may be unable to reach the build folder.
    const Fd binary(::open(DOM0CTL_BINARY, O_RDONLY));
    Fd out = memory_file("out");
    Fd err = memory_file("err");
    if (!binary.valid() || !out.valid() || !err.valid())
        throw std::runtime_error("cannot prepare to run " DOM0CTL_BINARY);

    std::vector<std::string> words{"dom0ctl"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> settings{
        "DOM0CTL_SYSFS_ROOT=" + host.root(), "XENSTORED_PATH=" + xenstore,
        "DOM0CTL_LIMITS_FOLDER=" + host.scratch("limits.d"),
        "DOM0CTL_LOCK=" + host.scratch("run/dom0ctl.lock"), "LC_ALL=C"};
    std::vector<char*> argv;
    std::vector<char*> envp;
    const auto data = [](std::string& text) { return text.data(); };
    std::transform(words.begin(), words.end(), std::back_inserter(argv), data);
    std::transform(settings.begin(), settings.end(), std::back_inserter(envp), data);
    argv.push_back(nullptr);
    envp.push_back(nullptr);

    const pid_t child = ::fork();
    if (child < 0)
        throw std::runtime_error("fork fails");
    if (child == 0) {
        if (::dup2(out.get(), STDOUT_FILENO) >= 0 && ::dup2(err.get(), STDERR_FILENO) >= 0 &&
            (!as_nobody || drop_root()))
            ::fexecve(binary.get(), argv.data(), envp.data());
        ::_exit(127);
    }
    return {child, std::move(out), std::move(err)};
}

} // namespace dom0ctl
