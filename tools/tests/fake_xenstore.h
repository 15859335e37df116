// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/fd.h"
#include "lib/guests.h"

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dom0ctl {

/// A xenstored that knows the names and UUIDs of some domains and tells of new
/// names, and nothing else. It speaks
/// the wire protocol on a socket, so that the real libxenstore is tested.
/// Point XENSTORED_PATH at path().
class FakeXenstore {
  public:
    FakeXenstore(std::string path, std::map<Domid, std::string> names,
                 std::map<Domid, std::string> uuids = {});
    ~FakeXenstore();
    FakeXenstore(const FakeXenstore&) = delete;
    FakeXenstore& operator=(const FakeXenstore&) = delete;

    const std::string& path() const { return path_; }

    /// Ends the connections that are being served.
    void hang_up() const;

    /// A domain comes, or gets another name; those who watch are told.
    void name(Domid domid, const std::string& name);
    /// A domain goes.
    void remove(Domid domid);

  private:
    struct Watch {
        int client;
        std::string path;
        std::string token;
    };

    void serve();
    void serve_client(int client);
    std::string answer(int client, unsigned int& type, const std::string& asked);
    void fire(const std::string& path) const;

    std::string path_;
    mutable std::mutex mutex_; ///< guards all that follows but the threads
    std::map<Domid, std::string> names_;
    std::map<Domid, std::string> uuids_;
    std::vector<Watch> watches_;
    std::vector<int> clients_;
    Fd listener_;
    std::vector<std::thread> serving_;
    std::thread thread_;
};

} // namespace dom0ctl
