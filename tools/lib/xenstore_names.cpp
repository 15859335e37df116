// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/xenstore_names.h"

#include "lib/uuid.h"

#include <fmt/format.h>

extern "C" {
#include <xenstore.h>
}

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace dom0ctl {
namespace {

constexpr std::string_view vm_folder = "/vm/";

struct Free {
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): libxenstore allocates so
    void operator()(void* memory) const { std::free(memory); }
};

Error unreachable(int err) {
    if (err == EACCES || err == EPERM)
        return {ExitCode::no_permission, "no permission to ask xenstore", "run dom0ctl as root"};
    return {ExitCode::not_ready, fmt::format("xenstore cannot be reached: {}", errno_text(err)),
            "start xenstored (service xen)"};
}

} // namespace

XenstoreNames::XenstoreNames() = default;
XenstoreNames::~XenstoreNames() = default;

void XenstoreNames::Close::operator()(xs_handle* handle) const {
    ::xs_close(handle);
}

Result<void> XenstoreNames::connect() {
    if (handle_)
        return {};
    if (refused_)
        return *refused_;
    errno = 0;
    handle_.reset(::xs_open(XS_OPEN_SOCKETONLY));
    if (handle_)
        return {};
    refused_ = unreachable(errno);
    return *refused_;
}

Result<std::vector<Guest>> XenstoreNames::running() {
    if (const Result<void> connected = connect(); !connected)
        return connected.error();

    unsigned int count = 0;
    errno = 0;
    const std::unique_ptr<char*, Free> entries(
        ::xs_directory(handle_.get(), XBT_NULL, "/local/domain", &count));
    if (!entries)
        return unreachable(errno);

    std::vector<Guest> guests;
    for (unsigned int i = 0; i < count; ++i) {
        const std::optional<Domid> domid = parse_domid(entries.get()[i]);
        if (domid)
            guests.push_back({*domid, name_of(*domid).value_or("")});
    }
    std::sort(guests.begin(), guests.end(),
              [](const Guest& a, const Guest& b) { return a.domid < b.domid; });
    return guests;
}

std::optional<std::string> XenstoreNames::name_of(Domid domid) {
    return read(domid, "name");
}

std::optional<std::string> XenstoreNames::uuid_of(Domid domid) {
    const std::optional<std::string> path = read(domid, "vm");
    if (!path || !path->starts_with(vm_folder))
        return std::nullopt;
    return parse_uuid(std::string_view(*path).substr(vm_folder.size()));
}

std::optional<std::string> XenstoreNames::read(Domid domid, std::string_view key) {
    if (!connect())
        return std::nullopt;
    unsigned int length = 0;
    const std::string path = fmt::format("/local/domain/{}/{}", domid, key);
    const std::unique_ptr<void, Free> value(
        ::xs_read(handle_.get(), XBT_NULL, path.c_str(), &length));
    if (!value || length == 0)
        return std::nullopt;
    return std::string(static_cast<const char*>(value.get()), length);
}

} // namespace dom0ctl
