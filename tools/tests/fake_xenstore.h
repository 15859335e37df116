// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/guests.h"

#include <atomic>
#include <map>
#include <string>
#include <thread>

namespace dom0ctl {

/// A xenstored that knows the names of some domains and nothing else. It speaks
/// the wire protocol on a socket, so that the real libxenstore is tested.
/// Point XENSTORED_PATH at path().
class FakeXenstore {
  public:
    FakeXenstore(std::string path, std::map<Domid, std::string> names);
    ~FakeXenstore();
    FakeXenstore(const FakeXenstore&) = delete;
    FakeXenstore& operator=(const FakeXenstore&) = delete;

    const std::string& path() const { return path_; }

    /// Ends the connection that is being served, if there is one.
    void hang_up() const;

  private:
    void serve();
    void serve_client(int client) const;
    std::string answer(unsigned int& type, const std::string& asked) const;

    std::string path_;
    std::map<Domid, std::string> names_;
    Fd listener_;
    std::atomic<int> client_ = -1;
    std::thread thread_;
};

} // namespace dom0ctl
