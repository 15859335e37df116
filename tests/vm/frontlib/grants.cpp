// SPDX-License-Identifier: GPL-2.0-or-later
#include "grants.h"

#include "error.h"

namespace frontlib {

Grants::Grants() : handle_(xengntshr_open(nullptr, 0)) {
    if (!handle_)
        fail_errno("cannot open /dev/xen/gntalloc; load xen-gntalloc");
}

Grants::~Grants() {
    for (const auto& buffer : all_)
        xengntshr_unshare(handle_, buffer->data, static_cast<uint32_t>(buffer->grefs.size()));
    xengntshr_close(handle_);
}

Buffer* Grants::take(unsigned pages) {
    auto& spare = spare_[pages];
    if (!spare.empty()) {
        Buffer* buffer = spare.back();
        spare.pop_back();
        return buffer;
    }
    auto buffer = std::make_unique<Buffer>();
    buffer->grefs.resize(pages);
    void* shared = xengntshr_share_pages(handle_, 0, pages, buffer->grefs.data(), 1);
    if (!shared)
        fail_errno("cannot share " + std::to_string(pages) +
                   " pages; raise /sys/module/xen_gntalloc/parameters/limit");
    buffer->data = static_cast<std::byte*>(shared);
    all_.push_back(std::move(buffer));
    return all_.back().get();
}

void Grants::give_back(Buffer* buffer) {
    if (buffer)
        spare_[buffer->grefs.size()].push_back(buffer);
}

} // namespace frontlib
