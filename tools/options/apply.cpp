// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include "cmd/apply.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

namespace dom0ctl {
namespace {

// What the options are stored in while CLI11 is at it.
struct Values {
    std::vector<std::string> paths;
    std::string guest;
    std::string device;
    bool follow = false;
};

} // namespace

void add_apply(CLI::App& app, Invocation& invocation, Extras& extras) {
    CLI::App* const apply = app.add_subcommand("apply", "Bring guests to what limits files say");
    const auto values = std::make_shared<Values>();
    CLI::Option* const paths =
        apply
            ->add_option("PATH", values->paths,
                         "limits files, or folders of *.toml; default /etc/dom0ctl/limits.d")
            ->type_name("");
    CLI::Option* const guest =
        apply->add_option("--guest", values->guest, std::string("this one only: ") + guest_help)
            ->type_name("GUEST");
    extras.offers[guest] = offer_guests;
    CLI::Option* const device =
        apply
            ->add_option("--device", values->device,
                         "for udev: only the guest of this device, such as dom5 or vif-5-0, if it "
                         "is still there")
            ->type_name("DEVICE")
            ->excludes(guest);
    apply
        ->add_flag("--follow", values->follow,
                   "go on, and apply to each guest that appears or gets another name")
        ->excludes(paths)
        ->excludes(guest)
        ->excludes(device);
    apply->callback([&invocation, values, guest, device] {
        if (values->follow && invocation.json)
            throw CLI::ExcludesError("--follow", "--json");
        const auto given = [](const CLI::Option* option, const std::string& value) {
            return option->count() > 0 ? std::optional(value) : std::nullopt;
        };
        Applied what{values->paths, given(guest, values->guest), given(device, values->device)};
        if (values->follow)
            invocation.command = apply_follow;
        else
            invocation.command = [what = std::move(what)](World& world) {
                return dom0ctl::apply(world, what);
            };
    });
}

} // namespace dom0ctl
