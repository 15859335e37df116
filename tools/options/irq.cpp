// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/irq.h"
#include "lib/irq_settings.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dom0ctl {
namespace {

// What the options are stored in while CLI11 is at it.
struct Values {
    std::string count = "10";
    std::vector<std::string> words;
    std::string last; // never filled, see add_quota_set()
    bool all = false;
    bool defaults = false;
    bool persist = false;
};

using Store = std::shared_ptr<Values>;

constexpr const char* default_help = "that of guests without one of their own";

std::vector<std::string> to_words(std::span<const std::string_view> words) {
    return {words.begin(), words.end()};
}

void add_top(CLI::App& irq, Invocation& invocation, const Store& values) {
    CLI::App* const top =
        irq.add_subcommand("top", "Show the guests that have most event channels");
    top->add_option("-n,--count", values->count, "So many of them, 0 for all; default 10")
        ->type_name("COUNT");
    top->callback([&invocation, values] {
        invocation.command = [values](World& world) { return irq_top(world, values->count); };
    });
}

void add_quota_get(CLI::App& quota, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const get = quota.add_subcommand("get", "Show the quotas of guests");
    CLI::Option* const guests =
        get->add_option("GUEST", values->words, fmt::format("{}; default: all", guests_help))
            ->type_name("");
    extras.offers[guests] = offer_irq_guests;
    get->add_flag("--default", values->defaults, default_help)->excludes(guests);
    get->callback([&invocation, values] {
        invocation.command = [whose = IrqWhose{false, values->defaults, values->words}](
                                 World& world) { return irq_quota_get(world, whose); };
    });
}

void add_quota_set(CLI::App& quota, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const set =
        quota.add_subcommand("set", "Say how many event channels guests may have, all or none");
    const CLI::Option* const guest =
        set->add_option("GUEST", values->words, guests_help)->type_name("");
    // CLI11 gives all words to the list before it: it is here for the help.
    const CLI::Option* const last =
        set->add_option("QUOTA", values->last, "a number of channels, max or default")
            ->type_name("");
    CLI::Option* const defaults =
        set->add_flag("--default", values->defaults, std::string(default_help) + ", instead");
    CLI::Option* const all =
        set->add_flag("--all", values->all, "of every guest, instead")->excludes(defaults);
    set->add_flag("--persist", values->persist, persist_help)->excludes(defaults)->excludes(all);
    extras.instead[all] = guest;
    extras.instead[defaults] = guest;
    extras.needed.insert({guest, last});
    extras.offers[guest] = offer_irq_guests;
    extras.offers[last] = [](World& world, const Typed& typed) {
        const bool of_pool = typed.options.contains("--default");
        return offer_words(to_words(of_pool ? irq_pool_setting("default_quota").takes
                                            : irq_quota.takes))(world, typed);
    };
    set->callback([&invocation, values] {
        IrqWhose whose{values->all, values->defaults, values->words};
        if (whose.guests.empty())
            throw CLI::RequiredError("QUOTA");
        const std::string quota = whose.guests.back();
        whose.guests.pop_back();
        const bool named = !whose.guests.empty();
        if (named && (whose.all || whose.defaults))
            throw CLI::ExcludesError(whose.all ? "--all" : "--default", "GUEST");
        if (!named && !whose.all && !whose.defaults)
            throw CLI::RequiredError("GUEST, --all or --default");
        invocation.command = [whose, quota, persist = values->persist](World& world) {
            return irq_quota_set(world, whose, quota, persist ? Persist::yes : Persist::no);
        };
    });
}

void add_pool(CLI::App& irq, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const pool = irq.add_subcommand("pool", "Settings of the pool as a whole");
    pool->require_subcommand(1);
    pool->add_subcommand("get", "Show them")->callback([&invocation] {
        invocation.command = irq_pool_get;
    });
    CLI::App* const set = pool->add_subcommand("set", "Change them, all or none");
    std::string help;
    std::vector<std::pair<std::string, std::vector<std::string>>> settings;
    settings.reserve(irq_pool_settings.size());
    for (const IrqSetting& setting : irq_pool_settings) {
        help += fmt::format("{}{}=N", help.empty() ? "" : ", ", setting.name);
        settings.emplace_back(setting.name, to_words(setting.takes));
    }
    const CLI::Option* const setting =
        set->add_option("SETTING", values->words, help)->type_name("");
    extras.offers[setting] = offer_settings(std::move(settings));
    extras.needed.insert(setting);
    set->callback([&invocation, values] {
        invocation.command = [values](World& world) { return irq_pool_set(world, values->words); };
    });
}

} // namespace

void add_irq(CLI::App& app, Invocation& invocation, Extras& extras) {
    CLI::App* const irq = app.add_subcommand("irq", "Share out dom0's event channels");
    irq->require_subcommand(1);
    const Store values = std::make_shared<Values>();
    irq->add_subcommand("status", "Show how many there are, and how many guests more fit")
        ->callback([&invocation] { invocation.command = irq_status; });
    add_top(*irq, invocation, values);
    CLI::App* const quota = irq->add_subcommand("quota", "Limit the event channels of guests");
    quota->require_subcommand(1);
    add_quota_get(*quota, invocation, values, extras);
    add_quota_set(*quota, invocation, values, extras);
    add_pool(*irq, invocation, values, extras);
}

} // namespace dom0ctl
