// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options/options.h"

#include <CLI/CLI.hpp>

#include <string>

namespace dom0ctl {

/// CLI11's help, with the line "Usage:" as the man pages have it; that one also says
/// what is required, and what excludes what.
class HelpFormatter final : public CLI::Formatter {
  public:
    /// The extras have to outlive it.
    explicit HelpFormatter(const Extras& extras) : extras_(extras) {}

    std::string make_usage(const CLI::App* command, std::string name) const override;
    std::string make_option_opts(const CLI::Option* option) const override;

  private:
    const Extras& extras_;
};

} // namespace dom0ctl
