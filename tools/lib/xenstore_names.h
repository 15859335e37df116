// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"

#include <memory>

struct xs_handle;

namespace dom0ctl {

/// Guest names out of xenstore (/local/domain/<domid>/name), and UUIDs
/// (/local/domain/<domid>/vm, which is /vm/<uuid>). Connects when first asked, and only to the
/// socket of a xenstored in this domain: the kernel's /dev/xen/xenbus would wait for ever for a
/// daemon that is not there.
class XenstoreNames final : public GuestNames {
  public:
    XenstoreNames();
    XenstoreNames(const XenstoreNames&) = delete;
    XenstoreNames& operator=(const XenstoreNames&) = delete;
    ~XenstoreNames() override;

    Result<std::vector<Guest>> running() override;
    std::optional<std::string> name_of(Domid domid) override;
    std::optional<std::string> uuid_of(Domid domid) override;

  private:
    struct Close {
        void operator()(xs_handle* handle) const;
    };

    Result<void> connect();
    std::optional<std::string> read(Domid domid, std::string_view key);

    std::unique_ptr<xs_handle, Close> handle_;
    std::optional<Error> refused_; // asked once, not once a domain
};

} // namespace dom0ctl
