// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/config_check.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace dom0ctl {

void add_config(CLI::App& app, Invocation& invocation) {
    CLI::App* const config = app.add_subcommand("config", "Look after limits files");
    config->require_subcommand(1);
    const auto paths = std::make_shared<std::vector<std::string>>();
    CLI::App* const check =
        config->add_subcommand("check", "Show every mistake in limits files, with its place");
    check
        ->add_option("PATH", *paths,
                     "limits files, or folders of *.toml; default /etc/dom0ctl/limits.d")
        ->type_name("");
    check->callback([&invocation, paths] {
        invocation.command = [paths](World& world) { return config_check(world, *paths); };
    });
}

} // namespace dom0ctl
