// SPDX-License-Identifier: GPL-2.0-or-later
// What: dom0ctl with 250 guests of 2 disks and an interface each: CPU time of a refresh and a start
//
// The host is a made-up /sys in memory and a xenstored that answers over a socket;
// the device gives what include/uapi/xen/blkthrottle.h says. Only our own time
// counts, that of this thread or of the child, and the quickest round of each:
// the machine may have other things to do.
#include "cmd/limit_list.h"
#include "cmd/stats.h"
#include "lib/target.h"
#include "lib/xenstore_names.h"
#include "tests/fake_counts.h"
#include "tests/fake_irqpool.h"
#include "tests/fake_vifs.h"
#include "tests/fake_xenstore.h"
#include "top/view.h"
#include "top/watch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace {

using namespace dom0ctl;

constexpr Domid guests = 250;

[[noreturn]] void die(const std::string& what) {
    std::fprintf(stderr, "tool: %s\n", what.c_str());
    std::exit(1);
}

double cpu_ms() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

std::map<Domid, std::string> names_of_all() {
    std::map<Domid, std::string> names;
    for (Domid domid = 1; domid <= guests; ++domid)
        names[domid] = fmt::format("guest-{}", domid);
    return names;
}

struct Host {
    Host() {
        host.ready();
        vifs.ready();
        pool.ready();
        for (Domid domid = 1; domid <= guests; ++domid) {
            for (const Scope& scope : {Scope{domid}, Scope{domid, 51712}, Scope{domid, 51728}}) {
                ThrottleState state = busy(scope, domid);
                state.limits.at(1) = Value{20'000'000};
                put_state(host, state);
                device.states.push_back(state);
            }
            vifs.vif(domid, 0, fmt::format("vif{}.0", domid));
            pool.domain(domid, 3);
        }
    }

    FakeHost host;
    FakeVifs vifs{host};
    FakeIrqPool pool{host};
    FakeThrottleDevice device;
    FakeXenstore xenstore{host.scratch("xs"), names_of_all()};
    Sysfs sysfs{host.root()};
};

double quickest(int rounds, auto&& round) {
    round();
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const double from = cpu_ms();
        round();
        best = std::min(best, cpu_ms() - from);
    }
    return best;
}

// What the terminal itself takes is not ours.
double top_refresh(World world, ThrottleDevice* device, int rounds) {
    TopWatch watch(world, device);
    const TopState state;
    return quickest(rounds, [&] {
        const Result<TopFrame> frame = watch.look(false);
        if (!frame)
            die(one_line(frame.error()));
        if (frame->rows.size() != guests ||
            draw_top(*frame, state, {"12:34:56", ""}, 200, 60).size() != 60)
            die("top shows something else");
    });
}

// A command from what it reads to what it prints.
double command(int rounds, auto&& run) {
    return quickest(rounds, [&] {
        const Output output = run();
        if (output.text.find("guest-250") == std::string::npos ||
            dump(output.json).find("guest-250") == std::string::npos)
            die("the output lacks a guest");
    });
}

double show_stats(World world, ThrottleDevice* device, int rounds) {
    return command(rounds, [&] {
        const Result<Sample> sample = take_sample(world, device, {});
        if (!sample)
            die(one_line(sample.error()));
        return describe(*sample, StatsRequest{});
    });
}

double list_limits(World world, ThrottleDevice* device, int rounds) {
    return command(rounds, [&] {
        const Result<std::vector<Guest>> all = governed_guests(world);
        const Result<std::vector<ThrottleState>> states =
            read_states(device, world.sysfs, {std::nullopt, true, false});
        if (!all || !states)
            die("the limits cannot be read");
        return describe_limits(*all, *states);
    });
}

// The CPU time of the real binary, from exec to its end.
double start(const std::string& root, const std::vector<std::string>& words, int rounds) {
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const pid_t child = fork();
        if (child < 0)
            die("fork fails");
        if (child == 0) {
            setenv("DOM0CTL_SYSFS_ROOT", root.c_str(), 1);
            std::vector<char*> argv;
            for (const std::string& word : words)
                argv.push_back(const_cast<char*>(word.c_str()));
            argv.push_back(nullptr);
            if (dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO) >= 0)
                execv(DOM0CTL_BINARY, argv.data());
            _exit(127);
        }
        int status = 0;
        rusage used{};
        if (wait4(child, &status, 0, &used) != child || status != 0)
            die(fmt::format("dom0ctl {} fails", words.back()));
        const auto ms = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
        };
        best = std::min(best, ms(used.ru_utime) + ms(used.ru_stime));
    }
    return best;
}

void figure(const char* what, double ours, const char* goal) {
    std::printf("{\"what\": \"CPU ms: %s\", \"ours\": %.3f, \"rival\": null, \"rival_name\": "
                "\"no other tool knows these\", \"goal\": \"%s\"}\n",
                what, ours, goal);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 && std::strcmp(argv[1], "--quick") == 0 ? 5 : 50;
    const Host host;
    setenv("XENSTORED_PATH", host.xenstore.path().c_str(), 1);
    XenstoreNames names;
    FakeThrottleDevice device;
    device.states = host.device.states;
    const World world{host.sysfs, names};

    constexpr const char* goal = "ours < 20";
    figure("a refresh of top, 250 guests", top_refresh(world, &device, rounds), goal);
    figure("dom0ctl stats, 250 guests", show_stats(world, &device, rounds), goal);
    figure("dom0ctl limit list, 250 guests with 2 disks each", list_limits(world, &device, rounds),
           goal);
    // Who is not root has no device: every number is a file of its own.
    figure("a refresh of top, by sysfs alone", top_refresh(world, nullptr, rounds), "none");
    figure("dom0ctl stats, by sysfs alone", show_stats(world, nullptr, rounds), "none");
    figure("dom0ctl limit list, by sysfs alone", list_limits(world, nullptr, rounds), "none");
    figure("start and end: dom0ctl --version",
           start(host.host.root(), {"dom0ctl", "--version"}, rounds), goal);
    const FakeHost few;
    few.ready();
    few.governed(1);
    figure("start and end: dom0ctl limit list, 1 guest",
           start(few.root(), {"dom0ctl", "limit", "list"}, rounds), goal);
}
