// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/any_changes.h"

#include <fmt/format.h>

#include <utility>

namespace dom0ctl {
namespace {

template <typename... Cases>
struct Choose : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Choose(Cases...) -> Choose<Cases...>;

template <typename Value>
Result<AnyValue> any(const Result<Value>& value) {
    if (!value)
        return value.error();
    return AnyValue(*value);
}

Output describe_default(const DefaultChange& change) {
    const Knob& knob = knobs.at(change.knob);
    Output output;
    output.text =
        fmt::format("default: {} {}, was {}\n", knob.name, format_value(change.now, knob.kind),
                    format_value(change.was, knob.kind));
    output.json["changes"] = Json::array({{{"limit", knob.name},
                                           {"now", to_json(change.now, knob.kind)},
                                           {"was", to_json(change.was, knob.kind)}}});
    return output;
}

template <typename One>
One filled(One one, const AnyChange& change) {
    one.was = std::get<decltype(one.was)>(change.was);
    one.now = std::get<decltype(one.now)>(change.now);
    return one;
}

std::string subject(const AnyChange& change) {
    return std::visit(
        Choose{[](const Change& one) {
                   return fmt::format("{} of {}", knobs.at(one.knob).name, label(one.target));
               },
               [](const DefaultChange& one) {
                   return fmt::format("default_{}", knobs.at(one.knob).name);
               },
               [](const CsumChange& one) {
                   return fmt::format("{} of {}", csum_keys.at(one.key).name, label(one));
               },
               [](const IrqChange& one) {
                   return fmt::format("{} of {}", one.setting->name, label(one));
               }},
        change.of);
}

} // namespace

Result<AnyValue> AnyAccess::read(const AnyChange& change) const {
    return std::visit(
        Choose{[this](const Change& one) {
                   return any(throttle.limit(one.target.scope(), knobs.at(one.knob)));
               },
               [this](const DefaultChange& one) {
                   return any(throttle.default_limit(knobs.at(one.knob)));
               },
               [this](const CsumChange& one) {
                   return any(csum.get(one.scope(), csum_keys.at(one.key)));
               },
               [this](const IrqChange& one) {
                   return any(pool.amount(one.scope(), one.setting->name, one.setting->shows));
               }},
        change.of);
}

Result<void> AnyAccess::write(const AnyChange& change, const AnyValue& value) const {
    return std::visit(
        Choose{[&](const Change& one) {
                   return throttle.set_limit(one.target.scope(), knobs.at(one.knob),
                                             std::get<Value>(value));
               },
               [&](const DefaultChange& one) {
                   return throttle.set_default_limit(knobs.at(one.knob), std::get<Value>(value));
               },
               [&](const CsumChange& one) {
                   return csum.set(one.scope(), csum_keys.at(one.key),
                                   std::get<std::string>(value));
               },
               [&](const IrqChange& one) {
                   return pool.set(one.scope(), *one.setting, std::get<Amount>(value));
               }},
        change.of);
}

std::string AnyAccess::left(const AnyChange& change) {
    const std::string to = std::visit(
        Choose{[](const Change& one) { return to_sysfs(one.to, knobs.at(one.knob).kind); },
               [](const DefaultChange& one) { return to_sysfs(one.to, knobs.at(one.knob).kind); },
               [](const CsumChange& one) { return one.to; },
               [](const IrqChange& one) { return to_string(one.to); }},
        change.of);
    return fmt::format("{} is left at {}", subject(change), to);
}

Result<std::vector<AnyChange>> make_changes(const AnyAccess& access,
                                            std::vector<AnyChange> changes) {
    return Transaction(access, std::move(changes), Vanished::is_skipped).run();
}

Output describe(const std::vector<AnyChange>& changes) {
    Output all;
    all.json["changes"] = Json::array();
    for (const AnyChange& change : changes) {
        const Output one = std::visit(
            Choose{[&](const Change& of) { return describe(std::vector{filled(of, change)}); },
                   [&](const DefaultChange& of) { return describe_default(filled(of, change)); },
                   [&](const CsumChange& of) { return describe(std::vector{filled(of, change)}); },
                   [&](const IrqChange& of) { return describe(std::vector{filled(of, change)}); }},
            change.of);
        all.text += one.text;
        all.json["changes"].push_back(one.json["changes"].front());
    }
    return all;
}

} // namespace dom0ctl
