// SPDX-License-Identifier: GPL-2.0-or-later
#include "contract.h"

#include <chrono>
#include <cstdio>

namespace {

/// Some settings, of which the last is bad: the call fails with this error, names
/// the last one, and has changed nothing.
void refuses(Contract& contract, const std::string& what, int error, const xbt_setting& bad) {
    xbt_setting good = {contract.domid(), XBT_KNOB_write_bps, XBT_WHOLE_DOMAIN, 54321};
    std::vector<xbt_setting> settings(3, good);
    settings[1].devid = contract.devid();
    settings.push_back(bad);
    auto set = argument<xbt_set>();
    set.count = static_cast<__u32>(settings.size());
    set.settings = address(settings.data());
    set.setting_size = sizeof(bad);
    set.failed = 99;
    contract.gives("set with " + what, error, XBT_IOC_SET, &set);
    contract.holds("the failed one is named with " + what, set.failed == 3);
}

void bad_settings(Contract& contract) {
    const xbt_setting good = {contract.domid(), XBT_KNOB_read_bps, contract.devid(), 4096};
    auto with = [&](unsigned knob, __u64 value) {
        xbt_setting bad = good;
        bad.knob = static_cast<__u16>(knob);
        bad.value = value;
        return bad;
    };
    refuses(contract, "an unknown knob", EINVAL, with(XBT_KNOBS, 1));
    refuses(contract, "the last possible knob", EINVAL, with(0xffff, 1));
    refuses(contract, "a rate of 0", EINVAL, with(XBT_KNOB_read_bps, 0));
    refuses(contract, "a rate of 2^63", EINVAL, with(XBT_KNOB_total_iops, 1ULL << 63));
    refuses(contract, "a rate below max", EINVAL, with(XBT_KNOB_write_bps, XBT_MAX - 1));
    refuses(contract, "a peak of 0", EINVAL, with(XBT_KNOB_read_iops_peak, 0));
    refuses(contract, "a burst of 2^63", EINVAL, with(XBT_KNOB_read_bps_burst, 1ULL << 63));
    refuses(contract, "a burst of max", EINVAL, with(XBT_KNOB_write_iops_burst, XBT_MAX));
    refuses(contract, "a size of 2^32", EINVAL, with(XBT_KNOB_iops_size, 1ULL << 32));
    xbt_setting bad = good;
    bad.domid = 0x7ffe;
    refuses(contract, "no such domain", ENOENT, bad);
    bad.domid = XBT_ALL_DOMAINS;
    refuses(contract, "all domains", ENOENT, bad);
    bad = good;
    bad.devid = 1;
    refuses(contract, "no such disk", ENOENT, bad);
}

/// The size, number and place of the settings.
void bad_arrays(Contract& contract) {
    struct {
        xbt_setting setting;
        __u64 more;
    } longer = {{contract.domid(), XBT_KNOB_read_bps, contract.devid(), XBT_MAX}, 0};
    auto with = [&](__u32 count, __u32 size, __u64 at) {
        auto set = argument<xbt_set>();
        set.count = count;
        set.setting_size = size;
        set.settings = at;
        return set;
    };
    auto gives = [&](const std::string& what, int error, xbt_set set) {
        contract.gives("set: " + what, error, XBT_IOC_SET, &set);
    };
    const __u32 size = sizeof(xbt_setting);
    gives("no settings", EINVAL, with(0, size, address(&longer)));
    gives("settings of no bytes", EINVAL, with(1, 0, address(&longer)));
    gives("settings too short", EINVAL, with(1, size - 1, address(&longer)));
    gives("longer settings", 0, with(1, sizeof(longer), address(&longer)));
    longer.more = 1ULL << 63;
    gives("longer settings with more in them", E2BIG, with(1, sizeof(longer), address(&longer)));
    gives("settings too long", E2BIG, with(1, 4097, address(&longer)));
    gives("too many settings", E2BIG, with(XBT_SET_MAX + 1, size, address(&longer)));
    gives("far too many settings", E2BIG, with(0xffffffff, size, address(&longer)));
    gives("settings at NULL", EFAULT, with(1, size, 0));
    gives("settings in the kernel", EFAULT, with(1, size, 0xffff888000000000));
    gives("settings at the end of all addresses", EFAULT, with(2, size, ~0ULL - size + 1));
    auto reserved = with(1, size, address(&longer));
    reserved.reserved = 1ULL << 32;
    gives("its reserved field", EINVAL, reserved);

    std::vector<xbt_setting> many(XBT_SET_MAX, longer.setting);
    auto began = std::chrono::steady_clock::now();
    gives("as many as it takes", 0, with(XBT_SET_MAX, size, address(many.data())));
    std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    std::printf("%u settings in %.0f ms\n", XBT_SET_MAX, took.count());

    EdgePage page;
    auto* last = reinterpret_cast<xbt_setting*>(page.end()) - 1;
    *last = longer.setting;
    gives("settings that end with their page", 0, with(1, size, address(last)));
    gives("settings beyond their page", EFAULT, with(2, size, address(last)));

    /* Where the number of the bad one cannot be written. */
    auto* set = reinterpret_cast<xbt_set*>(page.begin());
    last->value = 0;
    *set = with(1, size, address(last));
    page.read_only(true);
    contract.gives("set: a bad setting, of a read-only argument", EFAULT, XBT_IOC_SET, set);
    page.read_only(false);
}

} // namespace

void contract_of_set(Contract& contract) {
    xbt_setting same = {contract.domid(), XBT_KNOB_read_bps, contract.devid(), XBT_MAX};
    auto set = argument<xbt_set>();
    set.count = 1;
    set.settings = address(&same);
    set.setting_size = sizeof(same);
    contract_of_argument(contract, "set", XBT_IOC_SET, set);
    bad_settings(contract);
    bad_arrays(contract);
}
