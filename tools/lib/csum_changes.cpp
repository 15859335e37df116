// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/csum_changes.h"

#include "lib/csum_state.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace dom0ctl {
namespace {

// How settings are read and written.
struct Access {
    static constexpr std::string_view noun = "settings";
    const Csum& csum;

    Result<std::string> read(const CsumChange& change) const {
        return csum.get(change.scope(), csum_keys.at(change.key));
    }
    Result<void> write(const CsumChange& change, const std::string& word) const {
        return csum.set(change.scope(), csum_keys.at(change.key), word);
    }
    static std::string left(const CsumChange& change) {
        return fmt::format("{} of {} is left at {}", csum_keys.at(change.key).name, label(change),
                           change.to);
    }
};

} // namespace

std::string label(const CsumChange& change) {
    return change.vif ? label(*change.vif) : "default";
}

std::vector<CsumChange> changes_for(const std::optional<Vif>& vif, const WantedCsum& wanted) {
    std::vector<CsumChange> changes;
    for (std::size_t i = csum_key_count; i-- > 0;) {
        if (const std::optional<std::string>& word = wanted.at(i))
            changes.push_back({vif, i, *word, {}, {}});
    }
    return changes;
}

Result<std::vector<CsumChange>> make_changes(const Csum& csum, std::vector<CsumChange> changes,
                                             Vanished vanished) {
    const Access access{csum};
    return Transaction(access, std::move(changes), vanished).run();
}

Output describe(const std::vector<CsumChange>& changes) {
    Output output;
    Json list = Json::array();
    for (const CsumChange& change : changes) {
        const std::string_view name = csum_keys.at(change.key).name;
        output.text +=
            fmt::format("{}: {} {}, was {}\n", label(change), name, change.now, change.was);
        Json json = change.vif ? to_json(*change.vif) : Json::object();
        json["setting"] = name;
        json["now"] = change.now;
        json["was"] = change.was;
        list.push_back(std::move(json));
    }
    output.json["changes"] = std::move(list);
    return output;
}

} // namespace dom0ctl
