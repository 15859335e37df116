// SPDX-License-Identifier: GPL-2.0-or-later
// stats ROUNDS: the state of all domains, as a monitor takes it again and
// again. Prints the ns of one round: by the ioctl, by opening and reading
// every file of every domain, by reading files that were left open.
#include "program.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <xen/blkthrottle.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;

#define NAME(name, kind, scope, part) #name,
constexpr const char* of_a_domain[] = {XBT_FOR_EACH_KNOB(NAME) "stat", "latency_hist"};

static std::vector<std::string> files() {
    std::vector<std::string> found;
    for (const auto& domain : fs::directory_iterator("/sys/class/xen-blkthrottle"))
        for (const char* name : of_a_domain)
            found.push_back(domain.path() / name);
    return found;
}

static void read_all(int fd, const char* name) {
    char text[8192];
    if (pread(fd, text, sizeof(text), 0) < 1)
        die(name);
}

static void by_ioctl(int fd, std::vector<xbt_state>& states) {
    xbt_get get = {};
    get.size = sizeof(get);
    get.count = static_cast<__u32>(states.size());
    get.states = reinterpret_cast<__u64>(states.data());
    get.state_size = sizeof(xbt_state);
    get.flags = XBT_GET_DOMAINS;
    get.domid = XBT_ALL_DOMAINS;
    if (ioctl(fd, XBT_IOC_GET, &get) != 0 || get.count != states.size())
        die("XBT_IOC_GET");
}

static double timed(int rounds, auto&& round) {
    round();
    uint64_t from = now_ns();
    for (int i = 0; i < rounds; i++)
        round();
    return static_cast<double>(now_ns() - from) / rounds;
}

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    int rounds = static_cast<int>(number(argv[1]));
    std::vector<std::string> names = files();
    std::vector<int> open_files;
    for (const std::string& name : names)
        if (open_files.emplace_back(open(name.c_str(), O_RDONLY)) < 0)
            die(name.c_str());
    std::vector<xbt_state> states(names.size() / std::size(of_a_domain));
    int device = open(XBT_DEVICE, O_RDONLY);
    if (device < 0)
        die(XBT_DEVICE);

    double ours = timed(rounds, [&] { by_ioctl(device, states); });
    double opening = timed(rounds, [&] {
        for (const std::string& name : names) {
            int fd = open(name.c_str(), O_RDONLY);
            if (fd < 0)
                die(name.c_str());
            read_all(fd, name.c_str());
            close(fd);
        }
    });
    double kept = timed(rounds, [&] {
        for (size_t i = 0; i < names.size(); i++)
            read_all(open_files[i], names[i].c_str());
    });
    std::printf("%zu %.0f %.0f %.0f\n", states.size(), ours, opening, kept);
}
