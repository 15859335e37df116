// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

#include "options/tree.h"

#include <fmt/format.h>

namespace dom0ctl {

std::string HelpFormatter::make_usage(const CLI::App* command, std::string /*name*/) const {
    return fmt::format("Usage: {}\n", synopsis(*command, extras_));
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
    const std::string value = takes_value(*option) ? option->get_type_name() : "";
    return (value.empty() ? "" : " " + value) + (takes_many(*option) ? " ..." : "");
}

} // namespace dom0ctl
