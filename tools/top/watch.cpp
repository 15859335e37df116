// SPDX-License-Identifier: GPL-2.0-or-later
#include "top/watch.h"

#include <chrono>
#include <utility>

namespace dom0ctl {

Result<TopFrame> TopWatch::look(bool disks) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    Result<Sample> sample = take_sample(world_, device_, {std::nullopt, disks});
    if (!sample)
        return sample.error();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    TimedSample after{*std::move(sample), static_cast<std::uint64_t>(ns)};
    TopFrame frame = make_frame(before_ ? &*before_ : nullptr, after, disks);
    before_ = std::move(after);
    return frame;
}

} // namespace dom0ctl
