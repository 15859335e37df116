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

} // namespace

FakeXenstore::FakeXenstore(std::string path, std::map<Domid, std::string> names)
    : path_(std::move(path)), names_(std::move(names)),
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
    hang_up();
    thread_.join();
}

void FakeXenstore::hang_up() const {
    const int client = client_;
    if (client >= 0)
        ::shutdown(client, SHUT_RDWR);
}

void FakeXenstore::serve() {
    for (;;) {
        const Fd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!client.valid())
            return;
        client_ = client.get();
        serve_client(client.get());
        client_ = -1;
    }
}

void FakeXenstore::serve_client(int client) const {
    xsd_sockmsg head{};
    while (receive(client, &head, sizeof(head))) {
        std::string asked(head.len, '\0');
        if (!receive(client, asked.data(), asked.size()))
            return;
        if (asked.ends_with('\0'))
            asked.pop_back();
        unsigned int type = head.type;
        const std::string body = answer(type, asked);
        head.type = type;
        head.len = static_cast<uint32_t>(body.size());
        if (!transmit(client, &head, sizeof(head)) || !transmit(client, body.data(), body.size()))
            return;
    }
}

std::string FakeXenstore::answer(unsigned int& type, const std::string& asked) const {
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
    type = XS_ERROR;
    return "ENOENT\0"s;
}

} // namespace dom0ctl
