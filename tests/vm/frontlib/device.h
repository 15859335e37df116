// SPDX-License-Identifier: GPL-2.0-or-later
//
// One device in xenstore: the nodes of both ends, and the dance of their states.
// The front end's nodes stand where no driver of dom0 looks for a device.
#pragma once

#include <functional>
#include <string>

#include "store.h"

namespace frontlib {

enum State {
    state_initialising = 1,
    state_init_wait = 2,
    state_initialised = 3,
    state_connected = 4,
    state_closing = 5,
    state_closed = 6,
};

class Device {
  public:
    // kind is vbd or vif; program, whose front end it is. idle is called while
    // waiting, and sleeps a little.
    Device(Store& store, const std::string& kind, const std::string& program, unsigned id,
           std::function<void()> idle);
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    // Makes the nodes, those of every device and these, and waits for the back
    // end to take them up.
    void create(Store::Nodes front, Store::Nodes back);
    void publish(const Store::Nodes& nodes) { store_.write_all(front_, nodes); }
    void unpublish(const std::string& name) { store_.remove(front_ + "/" + name); }
    void set_state(State state);
    void wait_state(State state, unsigned seconds);
    // By way of Closing, or at once.
    void close(bool at_once, unsigned seconds);
    std::string back_node(const std::string& name);
    // Leaves nothing behind, whatever the state.
    void destroy();

  private:
    bool present() const;

    Store& store_;
    std::string name_; // on the bus of the back ends
    std::string program_;
    std::function<void()> idle_;
    std::string front_;
    std::string back_;
    bool created_ = false;
};

} // namespace frontlib
