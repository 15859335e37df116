// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

struct xs_handle;

namespace dom0ctl {

/// Tells which guests have come or have got another name, from watches in
/// xenstore: nothing else tells of an xl rename.
class NameWatch {
  public:
    explicit NameWatch(GuestNames& names);
    NameWatch(const NameWatch&) = delete;
    NameWatch& operator=(const NameWatch&) = delete;
    ~NameWatch();

    /// Begins to watch; those that run now are known with their names.
    /// Errors: no_permission, not_ready (no xenstored).
    Result<void> open();

    /// Readable when there may be something to tell.
    int fd() const;

    /// The guests that have come, or have got another name, since the last call.
    /// Never blocks. Errors: as above.
    Result<std::vector<Guest>> changed();

  private:
    struct Close {
        void operator()(xs_handle* handle) const;
    };

    enum class Those { known, fresh };
    Result<void> look_again(Those that_come);

    GuestNames& names_;
    std::unique_ptr<xs_handle, Close> handle_;
    std::map<Domid, std::string> known_;
};

} // namespace dom0ctl
