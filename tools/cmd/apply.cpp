// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/apply.h"

#include "lib/guest_plan.h"
#include "lib/lock.h"
#include "lib/policy_files.h"
#include "lib/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dom0ctl {
namespace {

// Applies a policy to one guest after the other, and keeps what came of it.
class Application {
  public:
    Application(World& world, const Policy& policy)
        : access_(world.sysfs), planner_(world, policy) {}

    void tell_troubles() {
        for (const Area area : areas) {
            if (std::optional<Error> trouble = planner_.trouble(area))
                failures_.push_back(*std::move(trouble));
        }
    }
    void defaults() { make("default", planner_.defaults()); }
    void fail(const Error& error) { failures_.push_back(error); }
    void guest(const Guest& guest) { make(label(guest), planner_.guest(guest)); }

    Output output() {
        Output output = describe(made_);
        output.json["errors"] = Json::array();
        for (const Error& failure : failures_)
            output.json["errors"].push_back(to_json(failure));
        output.failures = std::move(failures_);
        return output;
    }

  private:
    // All or nothing; the others do not depend on it.
    void make(const std::string& who, Result<std::vector<AnyChange>> planned) {
        if (planned)
            planned = make_changes(access_, *std::move(planned));
        if (!planned) {
            Error error = planned.error();
            error.what = fmt::format("{}: {}", who, error.what);
            failures_.push_back(std::move(error));
            return;
        }
        std::move(planned->begin(), planned->end(), std::back_inserter(made_));
    }

    AnyAccess access_;
    Planner planner_;
    std::vector<AnyChange> made_;
    std::vector<Error> failures_;
};

Error no_such_device(const std::string& device) {
    return {ExitCode::usage, fmt::format("'{}' is no device of a guest's", device),
            "give its name in sysfs, such as dom5 or vif-5-0"};
}

// dom5, vbd-5-51712, vif-5-0
Result<Domid> domid_of(const std::string& device) {
    std::string_view rest = device;
    for (const std::string_view prefix : {"dom", "vbd-", "vif-"}) {
        if (!rest.starts_with(prefix))
            continue;
        rest.remove_prefix(prefix.size());
        if (prefix != "dom")
            rest = rest.substr(0, rest.find('-'));
        const std::optional<Domid> domid = parse_domid(rest);
        return domid ? Result<Domid>(*domid) : no_such_device(device);
    }
    return no_such_device(device);
}

Error unnamed(Error error) {
    error.what = fmt::format("cannot tell the guests' names: {}", error.what);
    return error;
}

// The guest of a device that was there a moment ago; nothing if it is gone.
Result<std::optional<Guest>> guest_of(World& world, const std::string& device) {
    const Result<Domid> domid = domid_of(device);
    if (!domid)
        return domid.error();
    if (const std::optional<std::string> name = world.names.name_of(*domid))
        return std::optional(Guest{*domid, *name});
    const Result<std::vector<Guest>> running = world.names.running();
    if (!running)
        return unnamed(running.error());
    const auto found = std::find_if(running->begin(), running->end(),
                                    [&](const Guest& guest) { return guest.domid == *domid; });
    return found == running->end() ? std::nullopt : std::optional(*found);
}

// Whose settings are to be applied.
Result<std::vector<Guest>> guests_of(World& world, const Applied& what) {
    if (what.device) {
        const Result<std::optional<Guest>> guest = guest_of(world, *what.device);
        if (!guest)
            return guest.error();
        return *guest ? std::vector<Guest>{**guest} : std::vector<Guest>{};
    }
    if (!what.guest) {
        const Result<std::vector<Guest>> running = world.names.running();
        return running ? running : unnamed(running.error());
    }
    const Result<Guest> guest = find_guest(world.names, *what.guest);
    if (!guest)
        return guest.error();
    if (std::optional<Error> stopped = not_running(world, guest->domid))
        return *stopped;
    return std::vector<Guest>{*guest};
}

} // namespace

Result<Output> apply(World& world, const Applied& what) {
    if (what.device) {
        if (const Result<Domid> domid = domid_of(*what.device); !domid)
            return domid.error();
    }
    const Result<Fd> lock = take_lock(world.lock);
    if (!lock)
        return lock.error();
    const Result<Policy> policy = without_mistakes(
        what.paths.empty() ? read_policy_folder(world.limits_folder) : read_policy(what.paths));
    if (!policy) {
        Error error = policy.error();
        error.what += "; nothing was applied, all settings stay as they are";
        return error;
    }
    Application application(world, *policy);
    if (policy->entries.empty() && !what.guest)
        return application.output();
    // udev asks for one device after the other: once is enough, at boot.
    if (!what.device)
        application.tell_troubles();
    // In force before anybody can tell who runs, or anybody does.
    if (!what.device && !what.guest)
        application.defaults();
    const Result<std::vector<Guest>> guests = guests_of(world, what);
    if (!guests && (what.guest || what.device))
        return guests.error();
    if (!guests) {
        application.fail(guests.error());
        return application.output();
    }
    for (const Guest& guest : *guests)
        application.guest(guest);
    return application.output();
}

} // namespace dom0ctl
