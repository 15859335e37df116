// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <tuple>

namespace dom0ctl {
namespace {

struct Attribute {
    std::string_view name;
    std::span<const std::string_view> words; // in place of a number
};

// Those of the pool that are a number, in the order in which they are shown.
constexpr std::array<Attribute, 18> attributes{{
    {"channels_used", {}},
    {"channels_ceiling", irq_max_only},
    {"descriptors_used", {}},
    {"descriptors_ceiling", irq_max_only},
    {"guests_fit", irq_max_only},
    {"default_quota", irq_max_only},
    {"toolstack_share", {}},
    {"refused", {}},
    {"reclaimed", {}},
    {"reserve", {}},
    {"reserve_low", {}},
    {"reserve_high", {}},
    {"reserve_min", {}},
    {"reserve_max", {}},
    {"served", {}},
    {"missed", {}},
    {"failed", {}},
    {"growths", {}},
}};

constexpr std::array<std::string_view, 2> kernels{"patched", "unmodified"};
constexpr std::array<std::string_view, 2> ceilings{"channels", "descriptors"};

Result<IrqDomain> read_domain(const IrqPool& pool, const Guest& guest, const Amount& default_quota,
                              IrqDetail detail) {
    IrqDomain domain{guest, {}, {}, {}, {}, {}};
    for (const auto& [name, words, into] :
         {std::tuple{"used", std::span<const std::string_view>{}, &domain.used},
          std::tuple{"quota", irq_quota.shows, &domain.quota},
          std::tuple{"refused", std::span<const std::string_view>{}, &domain.refused}}) {
        const Result<Amount> amount = pool.amount(guest.domid, name, words);
        if (!amount)
            return amount.error();
        *into = *amount;
    }
    domain.in_force = domain.quota.word == irq_default ? default_quota : domain.quota;
    if (detail == IrqDetail::numbers)
        return domain;
    const Result<Stat> kinds = pool.kinds(guest.domid);
    if (!kinds)
        return kinds.error();
    domain.kinds = *kinds;
    return domain;
}

Json to_json(const Stat& kinds) {
    Json json = Json::object();
    for (const auto& [kind, number] : kinds.values)
        json[kind] = number;
    return json;
}

} // namespace

const Amount& IrqPoolState::at(std::string_view attribute) const {
    const auto found = std::find_if(amounts.begin(), amounts.end(),
                                    [&](const auto& some) { return some.first == attribute; });
    assert(found != amounts.end());
    return found->second;
}

Result<IrqPoolState> read_irq_pool(const IrqPool& pool) {
    IrqPoolState state;
    const Result<std::string> kernel = pool.word({}, "kernel", kernels);
    if (!kernel)
        return kernel.error();
    state.patched = *kernel == kernels.front();
    for (const Attribute& attribute : attributes) {
        const Result<Amount> amount = pool.amount({}, attribute.name, attribute.words);
        if (!amount)
            return amount.error();
        state.amounts.emplace_back(attribute.name, *amount);
    }
    const Result<std::string> first = pool.word({}, "first_ceiling", ceilings);
    if (!first)
        return first.error();
    state.first_ceiling = *first;
    const Result<Stat> kinds = pool.kinds({});
    if (!kinds)
        return kinds.error();
    state.kinds = *kinds;
    const Result<std::vector<Domid>> domids = pool.domains();
    if (!domids)
        return domids.error();
    state.guests = static_cast<std::size_t>(
        std::count_if(domids->begin(), domids->end(), [](Domid domid) { return domid != 0; }));
    return state;
}

Result<std::vector<IrqDomain>> read_irq_domains(const IrqPool& pool,
                                                const std::vector<Guest>& guests, Vanished vanished,
                                                IrqDetail detail) {
    const IrqSetting& setting = irq_pool_setting("default_quota");
    const Result<Amount> default_quota = pool.amount({}, setting.name, setting.shows);
    if (!default_quota)
        return default_quota.error();
    std::vector<IrqDomain> domains;
    for (const Guest& guest : guests) {
        Result<IrqDomain> domain = read_domain(pool, guest, *default_quota, detail);
        if (!domain && domain.error().code == ExitCode::no_guest &&
            vanished == Vanished::is_skipped)
            continue;
        if (!domain)
            return domain.error();
        domains.push_back(*std::move(domain));
    }
    return domains;
}

std::string format_kinds(const Stat& kinds) {
    std::string text;
    for (const auto& [kind, number] : kinds.values) {
        if (number != 0)
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", printable(kind), number);
    }
    return text.empty() ? "-" : text;
}

std::vector<std::string> irq_columns() {
    return {"DOMID", "NAME", "USED", "QUOTA", "REFUSED"};
}

std::vector<std::string> irq_row(const IrqDomain& domain) {
    const bool own = domain.quota.word != irq_default;
    return {fmt::format("{}", domain.guest.domid), display_name(domain.guest),
            to_string(domain.used), to_string(domain.in_force) + (own ? "" : " (default)"),
            to_string(domain.refused)};
}

Json to_json(const Amount& amount) {
    return amount.is_number() ? Json(amount.number) : Json(amount.word);
}

Json to_json(const IrqPoolState& pool) {
    Json json = {{"kernel", kernels.at(pool.patched ? 0 : 1)}};
    for (const auto& [attribute, amount] : pool.amounts)
        json[std::string(attribute)] = to_json(amount);
    json["first_ceiling"] = pool.first_ceiling;
    json["guests"] = pool.guests;
    json["kinds"] = to_json(pool.kinds);
    return json;
}

Json to_json(const IrqDomain& domain) {
    Json json = to_json(Target{domain.guest, std::nullopt});
    json["used"] = to_json(domain.used);
    json["quota"] = to_json(domain.quota);
    json["quota_in_force"] = to_json(domain.in_force);
    json["refused"] = to_json(domain.refused);
    json["kinds"] = to_json(domain.kinds);
    return json;
}

} // namespace dom0ctl
