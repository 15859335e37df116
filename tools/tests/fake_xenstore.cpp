// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fake_xenstore.h"

#include <cstdint>

extern "C" {
#include <xen/io/xs_wire.h>
}

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace dom0ctl {
namespace {

using namespace std::string_literals;

bool receive(int fd, void* into, std::size_t size) {
    auto* at = static_cast<char*>(into);
    while (size > 0) {
        const ssize_t got = ::recv(fd, at, size, 0);
        if (got <= 0)
            return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool transmit(int fd, const void* from, std::size_t size) {
    return ::send(fd, from, size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
}

bool send_message(int fd, xsd_sockmsg head, const std::string& body) {
    head.len = static_cast<uint32_t>(body.size());
    return transmit(fd, &head, sizeof(head)) && transmit(fd, body.data(), body.size());
}

} // namespace

FakeXenstore::FakeXenstore(std::string path, std::map<Domid, std::string> names,
                           std::map<Domid, std::string> uuids)
    : path_(std::move(path)), names_(std::move(names)), uuids_(std::move(uuids)),
      listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.size() >= sizeof(address.sun_path))
        throw std::runtime_error("the path of the socket is too long");
    path_.copy(static_cast<char*>(address.sun_path), path_.size());
    if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) !=
            0 ||
        ::listen(listener_.get(), 4) != 0 || ::chmod(path_.c_str(), 0777) != 0)
        throw std::runtime_error("cannot listen on " + path_);
    thread_ = std::thread([this] { serve(); });
}

FakeXenstore::~FakeXenstore() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
    hang_up();
    for (std::thread& one : serving_)
        one.join();
}

void FakeXenstore::hang_up() const {
    const std::lock_guard guard(mutex_);
    for (const int client : clients_)
        ::shutdown(client, SHUT_RDWR);
}

void FakeXenstore::name(Domid domid, const std::string& name) {
    const std::lock_guard guard(mutex_);
    const bool is_new = !names_.contains(domid);
    names_[domid] = name;
    fire(fmt::format("/local/domain/{}/name", domid));
    if (is_new)
        fire("@introduceDomain");
}

void FakeXenstore::remove(Domid domid) {
    const std::lock_guard guard(mutex_);
    names_.erase(domid);
    fire("@releaseDomain");
}

// With the mutex held: an answer is never torn apart by an event.
void FakeXenstore::fire(const std::string& path) const {
    for (const Watch& watch : watches_) {
        if (watch.path == path)
            send_message(watch.client, {XS_WATCH_EVENT, 0, 0, 0}, path + '\0' + watch.token + '\0');
    }
}

void FakeXenstore::serve() {
    for (;;) {
        const int client = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            return;
        {
            const std::lock_guard guard(mutex_);
            clients_.push_back(client);
        }
        serving_.emplace_back([this, client] { serve_client(client); });
    }
}

void FakeXenstore::serve_client(int client) {
    const Fd closed_at_the_end(client);
    xsd_sockmsg head{};
    while (receive(client, &head, sizeof(head))) {
        std::string asked(head.len, '\0');
        if (!receive(client, asked.data(), asked.size()))
            break;
        if (asked.ends_with('\0'))
            asked.pop_back();
        const std::lock_guard guard(mutex_);
        unsigned int type = head.type;
        const std::string body = answer(client, type, asked);
        head.type = type;
        if (!send_message(client, head, body))
            break;
        // As xenstored does: it fires once when it is set.
        if (type == XS_WATCH)
            send_message(client, {XS_WATCH_EVENT, 0, 0, 0},
                         watches_.back().path + '\0' + watches_.back().token + '\0');
    }
    const std::lock_guard guard(mutex_);
    std::erase(clients_, client);
    std::erase_if(watches_, [client](const Watch& watch) { return watch.client == client; });
}

std::string FakeXenstore::answer(int client, unsigned int& type, const std::string& asked) {
    if (type == XS_WATCH) {
        const std::size_t end = asked.find('\0');
        watches_.push_back({client, asked.substr(0, end), asked.substr(end + 1)});
        return "OK\0"s;
    }
    if (type == XS_UNWATCH) {
        std::erase_if(watches_, [&](const Watch& watch) {
            return watch.client == client && asked.starts_with(watch.path + '\0');
        });
        return "OK\0"s;
    }
    if (type == XS_DIRECTORY && asked == "/local/domain") {
        std::string list;
        for (const auto& [domid, name] : names_)
            list += fmt::format("{}", domid) + '\0';
        return list;
    }
    for (const auto& [domid, name] : names_) {
        if (type == XS_READ && !name.empty() &&
            asked == fmt::format("/local/domain/{}/name", domid))
            return name;
    }
    for (const auto& [domid, uuid] : uuids_) {
        if (type == XS_READ && asked == fmt::format("/local/domain/{}/vm", domid))
            return "/vm/" + uuid;
    }
    type = XS_ERROR;
    return "ENOENT\0"s;
}

} // namespace dom0ctl
