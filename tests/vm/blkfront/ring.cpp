// SPDX-License-Identifier: GPL-2.0-or-later
#include "ring.h"

#include <atomic>
#include <bit>
#include <cstring>

namespace blkfront {

namespace {

constexpr size_t at_req_prod = 0;
constexpr size_t at_req_event = 4;
constexpr size_t at_rsp_prod = 8;
constexpr size_t at_rsp_event = 12;
constexpr size_t at_slots = 64;

} // namespace

Ring::Ring(std::byte* shared, size_t bytes, const Layout& layout)
    : shared_(shared), layout_(layout),
      size_(static_cast<unsigned>(std::bit_floor((bytes - at_slots) / layout.slot_bytes))) {
    std::memset(shared, 0, bytes);
    field(at_req_event) = 1;
    field(at_rsp_event) = 1;
}

uint32_t& Ring::field(size_t offset) const {
    return *reinterpret_cast<uint32_t*>(shared_ + offset);
}

std::byte* Ring::slot(uint32_t index) const {
    return shared_ + at_slots + (index & (size_ - 1)) * layout_.slot_bytes;
}

bool Ring::push(const Request& request) {
    const Slot encoded = encode(layout_, request);
    std::memcpy(slot(produced_), encoded.data(), layout_.slot_bytes);
    produced_++;
    std::atomic_ref(field(at_req_prod)).store(produced_);
    const uint32_t event = std::atomic_ref(field(at_req_event)).load();
    return produced_ - event < 1;
}

std::optional<Response> Ring::pop() {
    const uint32_t answered = std::atomic_ref(field(at_rsp_prod)).load();
    // Nobody may answer what was not asked.
    if (consumed_ == answered || answered - consumed_ > produced_ - consumed_)
        return {};
    return decode(slot(consumed_++));
}

bool Ring::ask_for_event() {
    std::atomic_ref(field(at_rsp_event)).store(consumed_ + 1);
    return std::atomic_ref(field(at_rsp_prod)).load() != consumed_;
}

void Ring::lie(unsigned requests) {
    std::atomic_ref(field(at_req_prod)).store(produced_ + requests);
}

} // namespace blkfront
