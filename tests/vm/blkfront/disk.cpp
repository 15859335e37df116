// SPDX-License-Identifier: GPL-2.0-or-later
#include "disk.h"

#include <cstdio>
#include <filesystem>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "clock.h"
#include "error.h"

namespace blkfront {

Disk::Disk(Store& store, std::string device, unsigned devid, std::function<void()> idle)
    : store_(store), device_(std::move(device)), devid_(devid), idle_(std::move(idle)),
      front_("/local/domain/0/blkfront/" + std::to_string(devid)),
      back_("/local/domain/0/backend/vbd/0/" + std::to_string(devid)) {}

Disk::~Disk() {
    try {
        destroy();
    } catch (const Error& error) {
        std::fprintf(stderr, "blkfront: leaving disk %u behind: %s\n", devid_, error.what());
    }
}

void Disk::create() {
    struct stat found {};
    if (stat(device_.c_str(), &found) != 0 || !S_ISBLK(found.st_mode))
        throw Error(device_ + " is no block device");
    if (store_.read(back_ + "/state"))
        throw Error(back_ + " is there already; choose another devid=");
    char number[32];
    std::snprintf(number, sizeof(number), "%x:%x", major(found.st_rdev), minor(found.st_rdev));
    const std::string id = std::to_string(devid_);
    created_ = true;
    store_.write_all(front_, {{"backend", back_},
                              {"backend-id", "0"},
                              {"virtual-device", id},
                              {"device-type", "disk"},
                              {"state", std::to_string(state_initialising)}});
    store_.write_all(back_, {{"frontend", front_},
                             {"frontend-id", "0"},
                             {"online", "1"},
                             {"removable", "0"},
                             {"bootable", "0"},
                             {"dev", "xvd" + id},
                             {"type", "phy"},
                             {"mode", "w"},
                             {"device-type", "disk"},
                             {"params", device_},
                             {"physical-device-path", device_},
                             {"physical-device", number},
                             {"hotplug-status", "connected"},
                             {"state", std::to_string(state_initialising)}});
    wait_state(state_init_wait, 20);
}

void Disk::set_state(State state) {
    store_.write(front_ + "/state", std::to_string(state));
}

void Disk::wait_state(State state, unsigned seconds) {
    const auto end = now_ns() + seconds * second_ns;
    for (;;) {
        const int is = store_.read_number(back_ + "/state", 0);
        if (is == state)
            return;
        if (now_ns() > end)
            throw Error("the back end is in state " + std::to_string(is) + " and not in " +
                        std::to_string(state) + " after " + std::to_string(seconds) + " s");
        idle_();
    }
}

std::string Disk::back_node(const std::string& name) {
    return store_.read(back_ + "/" + name).value_or("");
}

bool Disk::present() const {
    return std::filesystem::exists("/sys/bus/xen-backend/devices/vbd-0-" + std::to_string(devid_));
}

void Disk::destroy() {
    if (!created_)
        return;
    created_ = false;
    store_.write(back_ + "/online", "0");
    set_state(state_closed);
    const auto end = now_ns() + 20 * second_ns;
    while (present()) {
        if (now_ns() > end)
            throw Error("the back end does not let go of it");
        idle_();
    }
    store_.remove(back_);
    store_.remove(front_);
}

} // namespace blkfront
