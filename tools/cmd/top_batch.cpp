// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/top.h"

#include "lib/print.h"
#include "top/clock.h"
#include "top/json.h"
#include "top/view.h"
#include "top/watch.h"

#include <algorithm>
#include <thread>

namespace dom0ctl {

Result<Output> top_in_batch(World& world, const TopRequest& request, bool json) {
    const TopSettings& settings = request.settings;
    const std::unique_ptr<ThrottleDevice> device = device_of(world.sysfs);
    TopWatch watch(world, device.get());
    auto due = std::chrono::steady_clock::now();
    // Without a first sample there are no rates to show.
    if (const Result<TopFrame> first = watch.look(settings.disks); !first)
        return first.error();
    for (std::uint64_t i = 0; !request.count || i < *request.count; ++i) {
        // No catching up after a pause.
        due = std::max(due + settings.delay, std::chrono::steady_clock::now());
        std::this_thread::sleep_until(due);
        const Result<TopFrame> frame = watch.look(settings.disks);
        if (!frame)
            return frame.error();
        const Result<void> printed = print(json ? dump(to_json(*frame, settings, date_and_time()))
                                                : print_top(*frame, settings, date_and_time()));
        if (!printed)
            return printed.error();
    }
    return Output{};
}

} // namespace dom0ctl
