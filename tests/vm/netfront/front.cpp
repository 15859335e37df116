// SPDX-License-Identifier: GPL-2.0-or-later
#include "front.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <poll.h>

#include "clock.h"
#include "error.h"

namespace netfront {

namespace {

constexpr unsigned ring_slots = 256;
// Another frame may be on its way for so long.
constexpr int64_t quiet_ns = second_ns / 3;
constexpr int64_t patience_ns = 3 * second_ns;

} // namespace

Front::Front(unsigned handle)
    : events_(xenevtchn_open(nullptr, 0)), name_("vif0." + std::to_string(handle)),
      device_(store_, "vif", "netfront", handle, [this] { idle(); }) {
    if (!events_)
        fail_errno("cannot open /dev/xen/evtchn; load xen-evtchn");
    device_.create(
        {{"handle", std::to_string(handle)}, {"mac", "02:00:00:00:00:02"}},
        {{"handle", std::to_string(handle)}, {"mac", "02:00:00:00:00:02"}, {"script", "none"}});
    socket_ = std::make_unique<Socket>(name_);
}

Front::~Front() {
    try {
        device_.destroy();
    } catch (const Error& error) {
        std::fprintf(stderr, "netfront: the vif stays: %s\n", error.what());
    }
    drop_queue();
    xenevtchn_close(events_);
}

void Front::connect(const Store::Nodes& features) {
    drop_queue();
    Buffer* tx = grants_.take(1);
    Buffer* rx = grants_.take(1);
    const int port = xenevtchn_bind_unbound_port(events_, 0);
    if (port < 0)
        fail_errno("cannot get an event channel");
    queue_ = std::make_unique<Queue>(Queue{
        tx, rx, Ring(tx->data, page_bytes, sizeof(netif_tx_request)),
        Ring(rx->data, page_bytes, sizeof(netif_rx_request)), static_cast<evtchn_port_t>(port)});
    slots_.assign(ring_slots, {});
    posted_.clear();
    free_.clear();
    for (unsigned i = 0; i < ring_slots; i++)
        free_.push_back(static_cast<uint16_t>(i));
    in_frame_ = false;
    extras_follow_ = false;
    post_buffers();
    device_.publish({{"tx-ring-ref", std::to_string(tx->grefs[0])},
                     {"rx-ring-ref", std::to_string(rx->grefs[0])},
                     {"event-channel", std::to_string(port)},
                     {"request-rx-copy", "1"},
                     {"feature-rx-notify", "1"}});
    device_.publish(features);
    device_.set_state(state_connected);
    device_.wait_state(state_connected, 60);
}

void Front::close(bool at_once, unsigned seconds) {
    device_.close(at_once, seconds);
    idle();
}

void Front::reopen() {
    device_.set_state(state_initialising);
    device_.wait_state(state_init_wait, 60);
}

void Front::drop_queue() {
    if (!queue_)
        return;
    xenevtchn_unbind(events_, queue_->port);
    grants_.give_back(queue_->tx_memory);
    grants_.give_back(queue_->rx_memory);
    for (const Slot& slot : slots_) {
        grants_.give_back(slot.page);
        // Nobody answers any more.
        if (slot.record)
            slot.record->slots--;
    }
    for (const Posted& posted : posted_)
        grants_.give_back(posted.page);
    queue_.reset();
}

void Front::keep(std::unique_ptr<Record> record) {
    next_number_++;
    records_.push_back(std::move(record));
}

void Front::put_slot(Record& record, netif_tx_request request, Buffer* page) {
    const uint16_t id = free_.back();
    free_.pop_back();
    slots_[id] = {&record, page};
    request.id = id;
    queue_->tx.put(&request);
    record.slots++;
}

void Front::send(std::unique_ptr<Record> record, const Shape& shape) {
    if (!queue_)
        throw Error("connect first");
    const Bytes& bytes = record->frame.sent;
    std::vector<unsigned> split = shape.split;
    size_t given = 0;
    for (const unsigned piece : split)
        given += piece;
    const unsigned room = page_bytes - shape.offset;
    while (given < bytes.size()) {
        split.push_back(static_cast<unsigned>(std::min<size_t>(room, bytes.size() - given)));
        given += split.back();
    }
    if (given > bytes.size())
        throw Error("split= is more than the " + std::to_string(bytes.size()) +
                    " bytes of the frame");
    const auto end = now_ns() + 30 * second_ns;
    while (queue_->tx.free_slots() < split.size() + 1 || free_.size() < split.size()) {
        show();
        idle();
        if (now_ns() > end)
            throw Error("no slots become free");
    }

    size_t at = 0;
    for (size_t i = 0; i < split.size(); i++) {
        const bool first = i == 0;
        const bool last = i + 1 == split.size();
        if (split[i] > room)
            throw Error("a slot has at most " + std::to_string(room) + " bytes");
        Buffer* page = grants_.take(1);
        std::memcpy(page->data + shape.offset, bytes.data() + at, split[i]);
        at += split[i];
        netif_tx_request request{};
        request.gref = shape.gref.value_or(page->grefs[0]);
        request.offset =
            static_cast<uint16_t>(first ? shape.say_offset.value_or(shape.offset) : shape.offset);
        request.size = static_cast<uint16_t>(first  ? shape.size.value_or(bytes.size())
                                             : last ? shape.last_size.value_or(split[i])
                                                    : split[i]);
        request.flags = first ? shape.flags : 0;
        if (!last || shape.more)
            request.flags |= NETTXF_more_data;
        if (first && shape.extra)
            request.flags |= NETTXF_extra_info;
        put_slot(*record, request, page);
        if (first && shape.extra) {
            netif_tx_request slot{};
            std::memcpy(&slot, &*shape.extra, sizeof(*shape.extra));
            queue_->tx.put(&slot);
        }
    }
    keep(std::move(record));
}

void Front::show() {
    if (queue_->tx.show())
        xenevtchn_notify(events_, queue_->port);
}

void Front::inject(std::unique_ptr<Record> record, bool blank, unsigned gso) {
    socket_->send(record->frame, blank, gso);
    keep(std::move(record));
}

void Front::lie(unsigned requests) {
    queue_->tx.lie(requests);
    xenevtchn_notify(events_, queue_->port);
}

void Front::post_buffers() {
    if (queue_->rx.free_slots() == 0)
        return;
    while (queue_->rx.free_slots() > 0) {
        posted_.push_back({next_id_++, grants_.take(1)});
        const netif_rx_request request{posted_.back().id, 0, posted_.back().page->grefs[0]};
        queue_->rx.put(&request);
    }
    if (queue_->rx.show())
        xenevtchn_notify(events_, queue_->port);
}

void Front::take_answers() {
    do
        while (const std::byte* slot = queue_->tx.take()) {
            netif_tx_response response;
            std::memcpy(&response, slot, sizeof(response));
            // The answer to an extra slot says nothing.
            if (response.status == NETIF_RSP_NULL)
                continue;
            if (response.id >= ring_slots || !slots_[response.id].record)
                throw Error("an answer to request " + std::to_string(response.id) +
                            ", which was not made");
            Slot& of = slots_[response.id];
            of.record->answered++;
            if (response.status != NETIF_RSP_OKAY)
                of.record->errors++;
            grants_.give_back(of.page);
            of = {};
            free_.push_back(response.id);
        }
    while (queue_->tx.ask_for_event());
}

void Front::take_slot(const std::byte* slot) {
    const Posted posted = posted_.front();
    posted_.pop_front();
    grants_.give_back(posted.page);
    if (extras_follow_) {
        netif_extra_info extra;
        std::memcpy(&extra, slot, sizeof(extra));
        extras_follow_ = (extra.flags & XEN_NETIF_EXTRA_FLAG_MORE) != 0;
        if (!extras_follow_ && !in_frame_)
            seen(std::move(incoming_));
        return;
    }
    netif_rx_response response;
    std::memcpy(&response, slot, sizeof(response));
    if (response.id != posted.id)
        throw Error("a frame in buffer " + std::to_string(response.id) + " instead of " +
                    std::to_string(posted.id));
    if (!in_frame_) {
        incoming_ = {{}, (response.flags & NETRXF_csum_blank) != 0};
        extras_follow_ = (response.flags & NETRXF_extra_info) != 0;
    }
    const auto* data = reinterpret_cast<const uint8_t*>(posted.page->data) + response.offset;
    if (response.status > 0)
        incoming_.bytes.insert(incoming_.bytes.end(), data, data + response.status);
    in_frame_ = (response.flags & NETRXF_more_data) != 0;
    if (!in_frame_ && !extras_follow_)
        seen(std::move(incoming_));
}

void Front::take_frames() {
    do
        while (const std::byte* slot = queue_->rx.take())
            take_slot(slot);
    while (queue_->rx.ask_for_event());
}

void Front::seen(Seen frame) {
    const auto number = frame_number(frame.bytes);
    // What dom0 says by itself is not ours.
    if (!number || records_.empty() || *number >= next_number_ ||
        *number < next_number_ - records_.size())
        return;
    records_[*number - (next_number_ - records_.size())]->seen.push_back(std::move(frame));
    last_seen_ns_ = now_ns();
}

void Front::idle() {
    pollfd ready{xenevtchn_fd(events_), POLLIN, 0};
    if (poll(&ready, 1, 10) > 0) {
        const int port = xenevtchn_pending(events_);
        if (port >= 0)
            xenevtchn_unmask(events_, static_cast<evtchn_port_t>(port));
    }
    if (queue_) {
        take_answers();
        take_frames();
        post_buffers();
    }
    if (socket_)
        while (auto frame = socket_->receive())
            seen(std::move(*frame));
}

bool Front::all_answered() const {
    for (const auto& record : records_)
        if (record->answered < record->slots)
            return false;
    return true;
}

// What dom0 sent has been seen; of that nothing tells when it is through.
bool Front::all_arrived() const {
    return std::ranges::all_of(
        records_, [](const auto& record) { return record->slots > 0 || !record->seen.empty(); });
}

void Front::settle(unsigned seconds) {
    const auto end = now_ns() + seconds * second_ns;
    last_seen_ns_ = now_ns();
    for (;;) {
        // There is a look after the quiet, too, however long this was kept from it.
        const auto at = now_ns();
        idle();
        if (all_answered() && at - last_seen_ns_ >= (all_arrived() ? quiet_ns : patience_ns))
            break;
        if (at > end)
            throw Error("not all frames are answered");
    }
    if (const unsigned lost = socket_->lost())
        throw Error(std::to_string(lost) + " frames found no room in the packet socket");
}

} // namespace netfront
