// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/top.h"
#include "lib/number.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace dom0ctl {
namespace {

struct Values {
    TopRequest request;
    std::optional<std::string> delay;
    std::optional<std::string> count;
    bool batch = false;
};

// What CLI11 has read as text. Errors: usage.
Result<TopRequest> read(const Values& values) {
    TopRequest request = values.request;
    if (values.delay) {
        const Result<std::chrono::milliseconds> delay = parse_delay(*values.delay);
        if (!delay)
            return delay.error();
        request.settings.delay = *delay;
    }
    if (values.count) {
        request.count = parse_number<std::uint64_t>(*values.count);
        if (!request.count || *request.count == 0)
            return Error{ExitCode::usage,
                         fmt::format("'{}' is not a number of refreshes", *values.count),
                         "give one of at least 1, or leave it out for no end"};
    }
    const Result<void> sorts = check_sort_key(request.settings.sort, request.settings.disks);
    if (!sorts)
        return sorts.error();
    return request;
}

} // namespace

void add_top(CLI::App& app, Invocation& invocation, Extras& extras) {
    const auto values = std::make_shared<Values>();
    TopSettings& settings = values->request.settings;
    CLI::App* const top =
        app.add_subcommand("top", "Show what guests do and wait for, again and again");
    top->add_option("-d,--delay", values->delay,
                    fmt::format("Between refreshes; default {}", format_delay(default_delay)))
        ->type_name("SECONDS");
    top->add_option("-n,--count", values->count, "So many refreshes, then end")->type_name("COUNT");
    CLI::Option* const sort =
        top->add_option("-s,--sort", settings.sort,
                        "What is on top, such as throttled, p99 or name; default rate")
            ->type_name("KEY");
    extras.offers[sort] = offer_words(sort_keys());
    top->add_flag("-r,--reverse", settings.reverse, "The other way round");
    top->add_option("-f,--filter", settings.filter,
                    "Only guests with this in their names, or this domid, or matching web*")
        ->type_name("TEXT");
    top->add_flag("--disks", settings.disks, "Disks in place of guests");
    top->add_flag("-b,--batch", values->batch, "Print for a file or a pipe; --json does the same");
    top->callback([&invocation, values] {
        invocation.command = [values, json = invocation.json](World& world) -> Result<Output> {
            const Result<TopRequest> request = read(*values);
            if (!request)
                return request.error();
            return values->batch || json ? top_in_batch(world, *request, json)
                                         : top_on_screen(world, *request);
        };
    });
}

} // namespace dom0ctl
