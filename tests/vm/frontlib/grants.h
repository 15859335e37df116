// SPDX-License-Identifier: GPL-2.0-or-later
//
// Memory that the back end may map: pages of gntalloc, granted to domain 0.
// Buffers that are given back are used again under the same references, as
// persistent grants want it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

// Their headers are made for C.
extern "C" {
#include <xengnttab.h>
}

namespace frontlib {

inline constexpr unsigned page_bytes = 4096;

struct Buffer {
    std::byte* data;
    std::vector<uint32_t> grefs; // one a page
};

class Grants {
  public:
    Grants();
    ~Grants();
    Grants(const Grants&) = delete;
    Grants& operator=(const Grants&) = delete;

    Buffer* take(unsigned pages);
    void give_back(Buffer* buffer);

  private:
    xengntshr_handle* handle_;
    std::vector<std::unique_ptr<Buffer>> all_;
    std::map<size_t, std::vector<Buffer*>> spare_; // by pages
};

} // namespace frontlib
