// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/apply.h"

#include "lib/fd.h"
#include "lib/xenstore_watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace dom0ctl {
namespace {

// Whether xenstored is still there is asked so often.
constexpr int quiet_ms = 60'000;

// The signals that end this, and the one that has everything applied again.
class Signals {
  public:
    Signals() {
        sigset_t some;
        ::sigemptyset(&some);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP})
            ::sigaddset(&some, signal);
        ::pthread_sigmask(SIG_BLOCK, &some, nullptr);
        fd_ = Fd(::signalfd(-1, &some, SFD_CLOEXEC | SFD_NONBLOCK));
    }

    int fd() const { return fd_.get(); }

    /// One that has come; 0 for none.
    unsigned int next() const {
        signalfd_siginfo info{};
        return ::read(fd_.get(), &info, sizeof(info)) == sizeof(info) ? info.ssi_signo : 0;
    }

  private:
    Fd fd_;
};

void tell(const Error& error) {
    std::fputs(fmt::format("dom0ctl: {}\n", one_line(error)).c_str(), stderr);
}

// It goes on whatever comes of it: what is wrong with a file or a guest now may be
// right when the next one comes.
Result<void> apply_now(World& world, const Applied& what) {
    const Result<Output> output = apply(world, what);
    if (!output)
        tell(output.error());
    else {
        for (const Error& failure : output->failures)
            tell(failure);
        if (std::fputs(output->text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
            return Error{ExitCode::failed, "cannot write the output: " + errno_text(errno),
                         "check where the output goes"};
    }
    return {};
}

Result<void> apply_to_changed(World& world, NameWatch& watch) {
    const Result<std::vector<Guest>> changed = watch.changed();
    if (!changed)
        return changed.error();
    for (const Guest& guest : *changed) {
        if (Result<void> done =
                apply_now(world, {{}, std::nullopt, fmt::format("dom{}", guest.domid)});
            !done)
            return done;
    }
    return {};
}

Result<void> still_there(World& world) {
    const Result<std::vector<Guest>> running = world.names.running();
    if (!running)
        return running.error();
    return {};
}

} // namespace

Result<Output> apply_follow(World& world) {
    const Signals signals;
    NameWatch watch(world.names);
    if (const Result<void> opened = watch.open(); !opened)
        return opened.error();
    Result<void> done = apply_now(world, {});
    while (done) {
        std::array<pollfd, 2> waiting{{{signals.fd(), POLLIN, 0}, {watch.fd(), POLLIN, 0}}};
        const int ready = ::poll(waiting.data(), waiting.size(), quiet_ms);
        if (ready == 0)
            done = still_there(world);
        const unsigned int signal = signals.next();
        if (signal == SIGTERM || signal == SIGINT)
            return Output{};
        if (signal == SIGHUP && done)
            done = apply_now(world, {});
        else if (done)
            done = apply_to_changed(world, watch);
    }
    return done.error();
}

} // namespace dom0ctl
