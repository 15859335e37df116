// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/stats.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace dom0ctl {

void add_stats(CLI::App& app, Invocation& invocation) {
    struct Values {
        StatsRequest request;
        std::string file;
    };
    const auto values = std::make_shared<Values>();
    CLI::App* const stats =
        app.add_subcommand("stats", "Show what has been counted of guests since they started");
    stats->add_option("GUEST", values->request.guests, fmt::format("{}; default: all", guests_help))
        ->type_name("");
    stats->add_flag("--disks", values->request.disks, "A line for each disk, too");
    stats->add_flag("--vifs", values->request.vifs, "A line for each network interface, too");
    CLI::Option* const prometheus = stats->add_flag("--prometheus", values->request.prometheus,
                                                    "As Prometheus and its node_exporter take it");
    CLI::Option* const file =
        stats->add_option("--output", values->file, "Replace this file with it, at once")
            ->type_name("FILE")
            ->needs(prometheus);
    stats->callback([&invocation, values, file] {
        if (values->request.prometheus && invocation.json)
            throw CLI::ExcludesError("--prometheus", "--json");
        if (file->count() > 0)
            values->request.file = values->file;
        invocation.command = [values](World& world) {
            return dom0ctl::stats(world, values->request);
        };
    });
}

} // namespace dom0ctl
