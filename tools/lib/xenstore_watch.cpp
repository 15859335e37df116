// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/xenstore_watch.h"

#include <fmt/format.h>

extern "C" {
#include <xenstore.h>
}

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <span>
#include <string_view>

namespace dom0ctl {
namespace {

// Sent for all domains; each domain's name is watched with its domid for a token.
constexpr const char* came = "@introduceDomain";
constexpr const char* went = "@releaseDomain";

struct Free {
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): libxenstore allocates so
    void operator()(void* memory) const { std::free(memory); }
};

Error unreachable(int err) {
    return {err == EACCES || err == EPERM ? ExitCode::no_permission : ExitCode::not_ready,
            fmt::format("xenstore cannot be watched: {}", errno_text(err)),
            "start xenstored (service xen), and run dom0ctl as root"};
}

std::string name_path(Domid domid) {
    return fmt::format("/local/domain/{}/name", domid);
}

} // namespace

NameWatch::NameWatch(GuestNames& names) : names_(names) {}
NameWatch::~NameWatch() = default;

void NameWatch::Close::operator()(xs_handle* handle) const {
    ::xs_close(handle);
}

Result<void> NameWatch::open() {
    errno = 0;
    handle_.reset(::xs_open(XS_OPEN_SOCKETONLY));
    if (!handle_ || !::xs_watch(handle_.get(), came, came) ||
        !::xs_watch(handle_.get(), went, went))
        return unreachable(errno);
    return look_again(Those::known);
}

int NameWatch::fd() const {
    return ::xs_fileno(handle_.get());
}

// Watches the names of those that have come, and no more of those that have gone.
Result<void> NameWatch::look_again(Those that_come) {
    const Result<std::vector<Guest>> running = names_.running();
    if (!running)
        return running.error();
    std::map<Domid, std::string> now;
    for (const Guest& guest : *running) {
        const auto known = known_.find(guest.domid);
        const std::string token = fmt::format("{}", guest.domid);
        if (known != known_.end()) {
            now.insert(*known);
            known_.erase(known);
        } else if (::xs_watch(handle_.get(), name_path(guest.domid).c_str(), token.c_str()))
            // Its watch fires at once, and tells of it if it is new.
            now.emplace(guest.domid, that_come == Those::known ? guest.name : "");
        else
            return unreachable(errno);
    }
    for (const auto& [domid, name] : known_)
        ::xs_unwatch(handle_.get(), name_path(domid).c_str(), fmt::format("{}", domid).c_str());
    known_ = std::move(now);
    return {};
}

Result<std::vector<Guest>> NameWatch::changed() {
    std::set<Domid> touched;
    bool others = false;
    for (;;) {
        const std::unique_ptr<char*, Free> event(::xs_check_watch(handle_.get()));
        if (!event && errno != EAGAIN)
            return unreachable(errno);
        if (!event)
            break;
        const std::string_view token = std::span(event.get(), 2)[XS_WATCH_TOKEN];
        if (const std::optional<Domid> domid = parse_domid(token))
            touched.insert(*domid);
        else
            others = true;
    }
    if (others) {
        if (const Result<void> looked = look_again(Those::fresh); !looked)
            return looked.error();
    }
    std::vector<Guest> changed;
    for (const Domid domid : touched) {
        const auto known = known_.find(domid);
        const std::optional<std::string> name = names_.name_of(domid);
        if (known == known_.end() || !name || *name == known->second)
            continue;
        known->second = *name;
        changed.push_back({domid, *name});
    }
    return changed;
}

} // namespace dom0ctl
