// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/throttle_device.h"

#include "lib/fd.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <tuple>

namespace dom0ctl {
namespace {

// States that may appear between two calls; with more of them, it is asked again.
constexpr std::uint32_t slack = 16;
constexpr int attempts = 5;

bool comes_before(const ThrottleState& a, const ThrottleState& b) {
    // Without a disk sorts before any.
    return std::tie(a.scope.domid, a.scope.disk) < std::tie(b.scope.domid, b.scope.disk);
}

} // namespace

Result<void, int> ThrottleDeviceFile::call(unsigned long request, void* argument) {
    const Fd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid() || ::ioctl(fd.get(), request, argument) != 0)
        return errno;
    return {};
}

std::unique_ptr<ThrottleDevice> device_of(const Sysfs& sysfs) {
    if (sysfs.full_path("") != "/sys/")
        return nullptr;
    return std::make_unique<ThrottleDeviceFile>(XBT_DEVICE);
}

Result<std::vector<ThrottleState>, int> states_of_device(ThrottleDevice& device,
                                                         const WantedStates& wanted) {
    xbt_info info{};
    info.size = sizeof(info);
    if (const Result<void, int> told = device.call(XBT_IOC_INFO, &info); !told)
        return told.error();
    if (info.abi != XBT_ABI || info.knobs < knob_count)
        return ENOTTY;

    std::uint32_t room = info.domains + info.vbds + slack;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        std::vector<xbt_state> raw(room);
        xbt_get get{};
        get.size = sizeof(get);
        get.count = room;
        get.states = reinterpret_cast<std::uintptr_t>(raw.data());
        get.state_size = sizeof(xbt_state);
        get.flags = XBT_GET_DOMAINS | (wanted.disks ? XBT_GET_VBDS : 0U);
        get.domid = static_cast<__u16>(wanted.domid.value_or(XBT_ALL_DOMAINS));
        if (const Result<void, int> got = device.call(XBT_IOC_GET, &get); !got)
            return got.error();
        if (get.count <= room) {
            raw.resize(get.count);
            std::vector<ThrottleState> states;
            states.reserve(raw.size());
            std::transform(raw.begin(), raw.end(), std::back_inserter(states), to_state);
            std::sort(states.begin(), states.end(), comes_before);
            return states;
        }
        room = get.count + slack;
    }
    return EAGAIN;
}

} // namespace dom0ctl
