// SPDX-License-Identifier: GPL-2.0-or-later
#include "device.h"

#include <cstdio>
#include <filesystem>

#include "clock.h"
#include "error.h"

namespace frontlib {

Device::Device(Store& store, const std::string& kind, const std::string& program, unsigned id,
               std::function<void()> idle)
    : store_(store), name_(kind + "-0-" + std::to_string(id)), program_(program),
      idle_(std::move(idle)), front_("/local/domain/0/" + program + "/" + std::to_string(id)),
      back_("/local/domain/0/backend/" + kind + "/0/" + std::to_string(id)) {}

Device::~Device() {
    try {
        destroy();
    } catch (const Error& error) {
        std::fprintf(stderr, "%s: leaving %s behind: %s\n", program_.c_str(), name_.c_str(),
                     error.what());
    }
}

void Device::create(Store::Nodes front, Store::Nodes back) {
    if (store_.read(back_ + "/state"))
        throw Error(back_ + " is there already; choose another id");
    created_ = true;
    front.insert(
        front.end(),
        {{"backend", back_}, {"backend-id", "0"}, {"state", std::to_string(state_initialising)}});
    back.insert(back.end(), {{"frontend", front_},
                             {"frontend-id", "0"},
                             {"online", "1"},
                             {"hotplug-status", "connected"},
                             {"state", std::to_string(state_initialising)}});
    store_.write_all(front_, front);
    store_.write_all(back_, back);
    wait_state(state_init_wait, 60);
}

void Device::set_state(State state) {
    store_.write(front_ + "/state", std::to_string(state));
}

void Device::wait_state(State state, unsigned seconds) {
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

void Device::close(bool at_once, unsigned seconds) {
    if (!at_once) {
        set_state(state_closing);
        wait_state(state_closing, seconds);
    }
    set_state(state_closed);
    wait_state(state_closed, seconds);
}

std::string Device::back_node(const std::string& name) {
    return store_.read(back_ + "/" + name).value_or("");
}

bool Device::present() const {
    return std::filesystem::exists("/sys/bus/xen-backend/devices/" + name_);
}

void Device::destroy() {
    if (!created_)
        return;
    created_ = false;
    store_.write(back_ + "/online", "0");
    set_state(state_closed);
    const auto end = now_ns() + 60 * second_ns;
    while (present()) {
        if (now_ns() > end)
            throw Error("the back end does not let go of it");
        idle_();
    }
    store_.remove(back_);
    store_.remove(front_);
}

} // namespace frontlib
