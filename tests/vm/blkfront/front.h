// SPDX-License-Identifier: GPL-2.0-or-later
//
// A connected front end: its queues, and what was asked of them.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Their headers are made for C.
extern "C" {
#include <xenevtchn.h>
}

#include "disk.h"
#include "grants.h"
#include "protocol.h"
#include "ring.h"

namespace blkfront {

// One request and what became of it.
struct Record {
    std::string tag;
    Request request;
    unsigned queue = 0;
    Buffer* data = nullptr;
    Buffer* indirect = nullptr;

    int64_t pushed_ns = 0; // 0: still waits for a slot
    int64_t done_ns = 0;   // 0: not answered yet
    unsigned order = 0;    // among the answers, from 1
    int16_t status = 0;

    bool done() const { return done_ns != 0; }
    uint64_t bytes() const;
};

struct Connection {
    const Layout* layout = nullptr;
    bool say_protocol = true;
    unsigned order = 0;
    bool say_order = false;
    unsigned queues = 1;
    bool persistent = false;
};

class Front {
  public:
    Front(const std::string& device, unsigned devid);
    ~Front();
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    void connect(const Connection& how);
    // Closing, Closed: in good order, or at once without the former.
    void close(bool at_once, unsigned seconds);

    // Fills in the request's id, and pushes it as soon as there is a slot.
    void submit(std::unique_ptr<Record> record);
    // Forgets what has been answered and gives its memory back.
    void forget();
    void lie(unsigned queue, unsigned requests);
    unsigned free_slots(unsigned queue);

    // Takes answers for up to 10 ms.
    void idle();

    Disk& disk() { return disk_; }
    Grants& grants() { return grants_; }
    std::deque<std::unique_ptr<Record>>& records() { return records_; }

  private:
    struct Queue {
        Buffer* memory;
        const Layout* layout;
        Ring ring;
        evtchn_port_t port;
        std::deque<Record*> waiting; // for a slot
    };

    Queue& queue(unsigned number);
    void push_waiting(Queue& queue);
    void reap();
    void answered(const Response& response);
    void drop_queues();

    Store store_;
    Grants grants_;
    xenevtchn_handle* events_;
    std::vector<std::unique_ptr<Queue>> queues_;
    std::deque<std::unique_ptr<Record>> records_;
    uint64_t first_id_ = 1;
    unsigned answers_ = 0;
    Disk disk_; // last: destroyed first, while the rings are still there
};

} // namespace blkfront
