// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/guests.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dom0ctl {

/// Names out of a map; or, with a failure set, no names at all.
class FakeNames final : public GuestNames {
  public:
    FakeNames() = default;
    explicit FakeNames(std::map<Domid, std::string> names) : names_(std::move(names)) {}

    std::optional<Error> failure;
    std::map<Domid, std::string> uuids;

    Result<std::vector<Guest>> running() override {
        if (failure)
            return *failure;
        std::vector<Guest> guests;
        for (const auto& [domid, name] : names_)
            guests.push_back({domid, name});
        return guests;
    }

    std::optional<std::string> name_of(Domid domid) override {
        const auto found = names_.find(domid);
        if (failure || found == names_.end() || found->second.empty())
            return std::nullopt;
        return found->second;
    }

    std::optional<std::string> uuid_of(Domid domid) override {
        const auto found = uuids.find(domid);
        if (failure || found == uuids.end())
            return std::nullopt;
        return found->second;
    }

  private:
    std::map<Domid, std::string> names_;
};

} // namespace dom0ctl
