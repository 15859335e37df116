// SPDX-License-Identifier: GPL-2.0-or-later
//
// A connected front end with one queue: the frames that go out through it, and
// those that come in.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Their headers are made for C.
extern "C" {
#include <xenevtchn.h>
}

#include "device.h"
#include "grants.h"
#include "netif.h"
#include "record.h"
#include "ring.h"
#include "socket.h"

namespace netfront {

using namespace frontlib;

// How a frame lies in the ring, and what is said of it there.
struct Shape {
    std::vector<unsigned> split; // bytes of each slot; none: as few as it takes
    unsigned offset = 0;         // of the bytes in each page
    uint16_t flags = 0;
    std::optional<netif_extra_info> extra;
    // Lies.
    std::optional<unsigned> size;       // of the whole, as the first slot has it
    std::optional<unsigned> last_size;  // of the last slot
    std::optional<unsigned> say_offset; // of the first slot
    std::optional<uint32_t> gref;
    bool more = false; // another slot comes, says the last one
};

class Front {
  public:
    explicit Front(unsigned handle);
    ~Front();
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    void connect(const Store::Nodes& features);
    void close(bool at_once, unsigned seconds);
    void reopen();

    // Frames of one call are shown to the back end together as far as they fit.
    void send(std::unique_ptr<Record> record, const Shape& shape);
    void show();
    // From dom0's stack, through the vif, to us.
    void inject(std::unique_ptr<Record> record, bool blank, unsigned gso);
    void lie(unsigned requests);

    // Until all are answered and nobody has seen a frame for a while.
    void settle(unsigned seconds);
    bool all_answered() const;
    bool all_arrived() const;
    // Takes answers and frames for up to 10 ms.
    void idle();
    void forget() { records_.clear(); }

    uint32_t next_number() const { return next_number_; }
    const std::string& name() const { return name_; }
    std::deque<std::unique_ptr<Record>>& records() { return records_; }

  private:
    struct Slot {
        Record* record = nullptr;
        Buffer* page = nullptr;
    };
    struct Queue {
        Buffer* tx_memory;
        Buffer* rx_memory;
        Ring tx;
        Ring rx;
        evtchn_port_t port;
    };

    void keep(std::unique_ptr<Record> record);
    void post_buffers();
    void take_answers();
    void take_frames();
    void take_slot(const std::byte* slot);
    void put_slot(Record& record, netif_tx_request request, Buffer* page);
    void seen(Seen frame);
    void drop_queue();

    Store store_;
    Grants grants_;
    xenevtchn_handle* events_;
    std::string name_;
    std::unique_ptr<Queue> queue_;
    std::unique_ptr<Socket> socket_;
    std::vector<Slot> slots_;
    std::vector<uint16_t> free_;
    // Buffers for what comes in, in the order of the ring: a slot of extra
    // information does not say whose place it took.
    struct Posted {
        uint16_t id;
        Buffer* page;
    };
    std::deque<Posted> posted_;
    uint16_t next_id_ = 0;
    // The frame that comes in right now, in several slots.
    Seen incoming_{};
    bool in_frame_ = false;
    bool extras_follow_ = false;
    std::deque<std::unique_ptr<Record>> records_;
    uint32_t next_number_ = 1;
    int64_t last_seen_ns_ = 0;
    Device device_; // last: destroyed first, while the rings are still there
};

} // namespace netfront
