// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/irq_settings.h"

#include "lib/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <string>

namespace dom0ctl {
namespace {

// ", max for no limit, or default for that of the pool"
std::string other_words(const IrqSetting& setting) {
    std::string text;
    for (const std::string_view word : setting.takes)
        text += fmt::format(", {}{} for {}", word == setting.takes.back() ? "or " : "", word,
                            word == irq_max ? "no limit" : "that of the pool");
    return text;
}

} // namespace

const IrqSetting& irq_pool_setting(std::string_view name) {
    const auto* const found =
        std::find_if(irq_pool_settings.begin(), irq_pool_settings.end(),
                     [name](const IrqSetting& setting) { return setting.name == name; });
    assert(found != irq_pool_settings.end());
    return *found;
}

Result<Amount> read_irq_value(std::string_view text, const IrqSetting& setting) {
    const std::optional<Amount> amount = parse_amount(text, setting.takes);
    const bool number = amount ? amount->is_number() : is_digits(text);
    if (number && (!amount || amount->number > irq_largest))
        return Error{ExitCode::usage, fmt::format("'{}' is too large", text),
                     fmt::format("the largest {} is {}", setting.noun, irq_largest)};
    if (!amount)
        return Error{ExitCode::usage, fmt::format("'{}' is not a {}", text, setting.noun),
                     fmt::format("give a plain number, such as {}{}", setting.example,
                                 other_words(setting))};
    return *amount;
}

} // namespace dom0ctl
