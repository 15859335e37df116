// SPDX-License-Identifier: GPL-2.0-or-later
#include "ring.h"

#include <atomic>
#include <bit>
#include <cstring>

namespace frontlib {

namespace {

constexpr size_t at_req_prod = 0;
constexpr size_t at_req_event = 4;
constexpr size_t at_rsp_prod = 8;
constexpr size_t at_rsp_event = 12;
constexpr size_t at_slots = 64;

} // namespace

Ring::Ring(std::byte* shared, size_t bytes, size_t slot_bytes)
    : shared_(shared), slot_bytes_(slot_bytes),
      size_(static_cast<unsigned>(std::bit_floor((bytes - at_slots) / slot_bytes))) {
    std::memset(shared, 0, bytes);
    field(at_req_event) = 1;
    field(at_rsp_event) = 1;
}

uint32_t& Ring::field(size_t offset) const {
    return *reinterpret_cast<uint32_t*>(shared_ + offset);
}

std::byte* Ring::slot(uint32_t index) const {
    return shared_ + at_slots + (index & (size_ - 1)) * slot_bytes_;
}

void Ring::put(const void* content) {
    std::memcpy(slot(produced_), content, slot_bytes_);
    produced_++;
}

bool Ring::show() {
    const uint32_t before = shown_;
    shown_ = produced_;
    std::atomic_ref(field(at_req_prod)).store(shown_);
    const uint32_t event = std::atomic_ref(field(at_req_event)).load();
    return shown_ - event < shown_ - before;
}

const std::byte* Ring::take() {
    const uint32_t answered = std::atomic_ref(field(at_rsp_prod)).load();
    // Nobody may answer what was not asked.
    if (consumed_ == answered || answered - consumed_ > produced_ - consumed_)
        return nullptr;
    return slot(consumed_++);
}

bool Ring::ask_for_event() {
    std::atomic_ref(field(at_rsp_event)).store(consumed_ + 1);
    return std::atomic_ref(field(at_rsp_prod)).load() != consumed_;
}

void Ring::lie(unsigned requests) {
    std::atomic_ref(field(at_req_prod)).store(produced_ + requests);
}

} // namespace frontlib
