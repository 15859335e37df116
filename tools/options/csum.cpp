// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/csum.h"
#include "lib/csum_keys.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <optional>

namespace dom0ctl {
namespace {

constexpr const char* who_help =
    "interface, guest (name, UUID, domid or a pattern), or all; name:X is a guest, vif:X an "
    "interface";

// What the options are stored in while CLI11 is at it.
struct Values {
    std::string who;
    bool defaults = false;
    bool persist = false;
    std::vector<std::string> settings;
};

using Store = std::shared_ptr<Values>;

// WHO, or --default in its place.
std::optional<std::string> whom(const Values& values) {
    if (!values.defaults && values.who.empty())
        throw CLI::RequiredError("WHO or --default");
    return values.defaults ? std::nullopt : std::optional(values.who);
}

CLI::Option* add_who(CLI::App& command, const Store& values, Extras& extras) {
    const CLI::Option* const defaults =
        command.add_flag("--default", values->defaults,
                         "what interfaces get that appear from now on, instead of WHO");
    CLI::Option* const who = command.add_option("WHO", values->who, who_help)->type_name("");
    extras.offers[who] = offer_vifs;
    extras.instead[defaults] = who;
    extras.needed.insert(who);
    return who;
}

Offer offer_keys() {
    std::vector<std::pair<std::string, std::vector<std::string>>> settings;
    settings.reserve(csum_keys.size());
    for (const CsumKey& key : csum_keys)
        settings.emplace_back(key.name,
                              std::vector<std::string>(key.words.begin(), key.words.end()));
    return offer_settings(std::move(settings));
}

void add_set(CLI::App& csum, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const set =
        csum.add_subcommand("set", "Say what is done about checksums, all of it or nothing");
    add_who(*set, values, extras);
    std::string help;
    for (const CsumKey& key : csum_keys)
        help +=
            fmt::format("{}{}={}", help.empty() ? "" : ", ", key.name, fmt::join(key.words, "|"));
    const CLI::Option* const setting =
        set->add_option("SETTING", values->settings, help)->type_name("");
    extras.offers[setting] = offer_keys();
    extras.needed.insert(setting);
    set->add_flag("--persist", values->persist, persist_help)
        ->excludes(set->get_option("--default"));
    set->callback([&invocation, values] {
        std::vector<std::string> settings = values->settings;
        // CLI11 takes the first word for WHO, though it may be a setting.
        const bool setting_first = values->who.find('=') != std::string::npos;
        if (values->defaults && !values->who.empty())
            settings.insert(settings.begin(), values->who);
        else if (setting_first && settings.empty())
            values->who.clear();
        invocation.command = [settings, who = whom(*values),
                              persist = values->persist](World& world) {
            return csum_set(world, who, settings, persist ? Persist::yes : Persist::no);
        };
    });
}

void add_get(CLI::App& csum, Invocation& invocation, const Store& values, Extras& extras) {
    CLI::App* const get = csum.add_subcommand("get", "Show settings and counters of interfaces");
    CLI::Option* const who = add_who(*get, values, extras);
    get->get_option("--default")->excludes(who);
    get->callback([&invocation, values] {
        invocation.command = [who = whom(*values)](World& world) { return csum_get(world, who); };
    });
}

void add_list(CLI::App& csum, Invocation& invocation) {
    csum.add_subcommand("list", "Show all Xen network interfaces and their settings")
        ->callback([&invocation] { invocation.command = csum_list; });
}

} // namespace

void add_csum(CLI::App& app, Invocation& invocation, Extras& extras) {
    CLI::App* const csum =
        app.add_subcommand("csum", "Correct checksums at Xen network interfaces");
    csum->require_subcommand(1);
    const Store values = std::make_shared<Values>();
    add_set(*csum, invocation, values, extras);
    add_get(*csum, invocation, values, extras);
    add_list(*csum, invocation);
}

} // namespace dom0ctl
