// SPDX-License-Identifier: GPL-2.0-or-later
#include "front.h"

#include <cstdio>
#include <poll.h>

#include "clock.h"
#include "error.h"

namespace blkfront {

namespace {

const char* status_name(int16_t status) {
    switch (status) {
    case status_ok:
        return "ok";
    case status_error:
        return "error";
    case status_unsupported:
        return "unsupported";
    default:
        return "garbage";
    }
}

} // namespace

uint64_t Record::bytes() const {
    if (request.operation == op_discard)
        return request.discard_sectors * sector_bytes;
    uint64_t sum = 0;
    for (const Segment& segment : request.segments)
        sum += (segment.last - segment.first + 1u) * sector_bytes;
    return sum;
}

Front::Front(const std::string& device, unsigned devid)
    : events_(xenevtchn_open(nullptr, 0)), disk_(store_, device, devid, [this] { idle(); }) {
    if (!events_)
        fail_errno("cannot open /dev/xen/evtchn; load xen-evtchn");
    disk_.create();
}

Front::~Front() {
    try {
        disk_.destroy();
    } catch (const Error& error) {
        std::fprintf(stderr, "blkfront: the disk stays: %s\n", error.what());
    }
    drop_queues();
    xenevtchn_close(events_);
}

void Front::connect(const Connection& how) {
    drop_queues();
    for (const char* name : {"protocol", "ring-page-order", "ring-ref", "event-channel"})
        disk_.unpublish(name);
    Store::Nodes nodes = {{"feature-persistent", how.persistent ? "1" : "0"},
                          {"multi-queue-num-queues", std::to_string(how.queues)}};
    if (how.say_protocol)
        nodes.emplace_back("protocol", how.layout->abi);
    if (how.say_order)
        nodes.emplace_back("ring-page-order", std::to_string(how.order));
    for (unsigned i = 0; i < how.queues; i++) {
        const unsigned pages = 1u << how.order;
        Buffer* memory = grants_.take(pages);
        const int port = xenevtchn_bind_unbound_port(events_, 0);
        if (port < 0)
            fail_errno("cannot get an event channel");
        queues_.push_back(std::make_unique<Queue>(
            Queue{memory,
                  how.layout,
                  Ring(memory->data, pages * page_bytes, how.layout->slot_bytes),
                  static_cast<evtchn_port_t>(port),
                  {}}));
        const std::string where = how.queues > 1 ? "queue-" + std::to_string(i) + "/" : "";
        nodes.emplace_back(where + "event-channel", std::to_string(port));
        for (unsigned page = 0; page < pages; page++)
            nodes.emplace_back(where + "ring-ref" + (how.say_order ? std::to_string(page) : ""),
                               std::to_string(memory->grefs[page]));
    }
    disk_.publish(nodes);
    disk_.set_state(state_initialised);
    disk_.wait_state(state_connected, 60);
    disk_.set_state(state_connected);
}

void Front::close(bool at_once, unsigned seconds) {
    disk_.close(at_once, seconds);
    reap();
}

void Front::drop_queues() {
    for (const auto& queue : queues_) {
        xenevtchn_unbind(events_, queue->port);
        grants_.give_back(queue->memory);
    }
    queues_.clear();
}

Front::Queue& Front::queue(unsigned number) {
    if (number >= queues_.size())
        throw Error("there is no queue " + std::to_string(number));
    return *queues_[number];
}

void Front::submit(std::unique_ptr<Record> record) {
    Queue& to = queue(record->queue);
    record->request.id = first_id_ + records_.size();
    to.waiting.push_back(record.get());
    records_.push_back(std::move(record));
    push_waiting(to);
}

void Front::push_waiting(Queue& queue) {
    bool notify = false;
    while (!queue.waiting.empty() && queue.ring.free_slots() > 0) {
        Record& record = *queue.waiting.front();
        queue.waiting.pop_front();
        record.pushed_ns = now_ns();
        queue.ring.put(encode(*queue.layout, record.request).data());
        notify |= queue.ring.show();
    }
    if (notify)
        xenevtchn_notify(events_, queue.port);
}

void Front::lie(unsigned number, unsigned requests) {
    Queue& to = queue(number);
    to.ring.lie(requests);
    xenevtchn_notify(events_, to.port);
}

unsigned Front::free_slots(unsigned number) {
    return queue(number).ring.free_slots();
}

void Front::answered(const Response& response) {
    if (response.id < first_id_ || response.id >= first_id_ + records_.size())
        throw Error("an answer to request " + std::to_string(response.id) + ", which was not made");
    Record& record = *records_[response.id - first_id_];
    if (record.done())
        throw Error(record.tag + " was answered twice");
    const Request& request = record.request;
    const auto meant =
        request.operation == op_indirect ? request.indirect_operation : request.operation;
    if (response.operation != meant)
        throw Error(record.tag + " was answered as operation " +
                    std::to_string(response.operation) + " instead of " + std::to_string(meant));
    record.done_ns = now_ns();
    record.order = ++answers_;
    record.status = response.status;
    std::printf("%3u  %-12s %-11s q=%u  after %10.3f ms  at %lld ns\n", record.order,
                record.tag.c_str(), status_name(record.status), record.queue,
                static_cast<double>(record.done_ns - record.pushed_ns) / 1e6,
                static_cast<long long>(record.done_ns));
}

void Front::reap() {
    for (const auto& queue : queues_) {
        do
            while (const std::byte* response = queue->ring.take())
                answered(decode(response));
        while (queue->ring.ask_for_event());
        push_waiting(*queue);
    }
}

void Front::idle() {
    pollfd ready{xenevtchn_fd(events_), POLLIN, 0};
    if (poll(&ready, 1, 10) > 0) {
        const int port = xenevtchn_pending(events_);
        if (port >= 0)
            xenevtchn_unmask(events_, static_cast<evtchn_port_t>(port));
    }
    reap();
}

void Front::forget() {
    // In order, so that an id remains a place in the queue.
    while (!records_.empty() && records_.front()->done()) {
        grants_.give_back(records_.front()->data);
        grants_.give_back(records_.front()->indirect);
        records_.pop_front();
        first_id_++;
    }
}

} // namespace blkfront
