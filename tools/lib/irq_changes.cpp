// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_changes.h"

#include "lib/irq_state.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace dom0ctl {
namespace {

// How quotas and settings are read and written.
struct Access {
    static constexpr std::string_view noun = "settings";
    const IrqPool& pool;

    Result<Amount> read(const IrqChange& change) const {
        return pool.amount(change.scope(), change.setting->name, change.setting->shows);
    }
    Result<void> write(const IrqChange& change, const Amount& value) const {
        return pool.set(change.scope(), *change.setting, value);
    }
    static std::string left(const IrqChange& change) {
        return fmt::format("{} of {} is left at {}", change.setting->name, label(change),
                           to_string(change.to));
    }
};

} // namespace

std::string label(const IrqChange& change) {
    return change.guest ? label(*change.guest) : "pool";
}

Result<std::vector<IrqChange>> make_changes(const IrqPool& pool, std::vector<IrqChange> changes,
                                            Vanished vanished) {
    const Access access{pool};
    return Transaction(access, std::move(changes), vanished).run();
}

Output describe(const std::vector<IrqChange>& changes) {
    Output output;
    Json list = Json::array();
    for (const IrqChange& change : changes) {
        const std::string_view name = change.setting->name;
        output.text += fmt::format("{}: {} {}, was {}\n", label(change), name,
                                   to_string(change.now), to_string(change.was));
        Json json = change.guest ? to_json(Target{*change.guest, std::nullopt}) : Json::object();
        json["setting"] = name;
        json["now"] = to_json(change.now);
        json["was"] = to_json(change.was);
        list.push_back(std::move(json));
    }
    output.json["changes"] = std::move(list);
    return output;
}

} // namespace dom0ctl
