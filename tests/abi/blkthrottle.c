// SPDX-License-Identifier: GPL-2.0-or-later
/* The layout and the numbers of xen/blkthrottle.h. A new field or knob adds a line here. */
#include <xen/blkthrottle.h>

#include "frozen.h"

CHECK(XBT_ABI == 1);
CHECK(sizeof(XBT_DEVICE) == sizeof("/dev/xen/blkthrottle"));
CHECK(XBT_MAX == 0xffffffffffffffffULL);
CHECK(XBT_AUTO == 0);
CHECK(XBT_RATE_MAX == 0x7fffffffffffffffULL);
CHECK(XBT_SIZE_MAX == 0xffffffffULL);
CHECK(XBT_ALL_DOMAINS == 0xffff);
CHECK(XBT_WHOLE_DOMAIN == 0xffffffffU);
CHECK(XBT_SET_MAX == 8192);
CHECK(XBT_HIST == 40);
CHECK(XBT_KNOBS_ROOM == 32);
CHECK(XBT_GET_DOMAINS == 1);
CHECK(XBT_GET_VBDS == 2);

CHECK(XBT_KNOB_read_bps == 0);
CHECK(XBT_KNOB_write_bps == 1);
CHECK(XBT_KNOB_total_bps == 2);
CHECK(XBT_KNOB_read_iops == 3);
CHECK(XBT_KNOB_write_iops == 4);
CHECK(XBT_KNOB_total_iops == 5);
CHECK(XBT_KNOB_read_bps_burst == 6);
CHECK(XBT_KNOB_write_bps_burst == 7);
CHECK(XBT_KNOB_total_bps_burst == 8);
CHECK(XBT_KNOB_read_iops_burst == 9);
CHECK(XBT_KNOB_write_iops_burst == 10);
CHECK(XBT_KNOB_total_iops_burst == 11);
CHECK(XBT_KNOB_read_bps_peak == 12);
CHECK(XBT_KNOB_write_bps_peak == 13);
CHECK(XBT_KNOB_total_bps_peak == 14);
CHECK(XBT_KNOB_read_iops_peak == 15);
CHECK(XBT_KNOB_write_iops_peak == 16);
CHECK(XBT_KNOB_total_iops_peak == 17);
CHECK(XBT_KNOB_iops_size == 18);
CHECK(XBT_KNOBS == 19);

/* _IO(0xDC, n): no direction and no size in the number, which is that of every architecture. */
CHECK(XBT_IOC_INFO == 0xdc00);
CHECK(XBT_IOC_SET == 0xdc01);
CHECK(XBT_IOC_GET == 0xdc02);
CHECK(XBT_IOC_RESET == 0xdc03);

CHECK(XBT_DOMAIN_ADDED == 1);
CHECK(XBT_DOMAIN_REMOVED == 2);
CHECK(XBT_VBD_ADDED == 3);
CHECK(XBT_VBD_REMOVED == 4);
CHECK(XBT_LIMIT_CHANGED == 5);
CHECK(XBT_THROTTLE_BEGAN == 6);
CHECK(XBT_THROTTLE_ENDED == 7);

SIZE(struct xbt_info, 24);
AT(struct xbt_info, size, 0, 4);
AT(struct xbt_info, abi, 4, 4);
AT(struct xbt_info, knobs, 8, 4);
AT(struct xbt_info, domains, 12, 4);
AT(struct xbt_info, vbds, 16, 4);
AT(struct xbt_info, reserved, 20, 4);

SIZE(struct xbt_setting, 16);
AT(struct xbt_setting, domid, 0, 2);
AT(struct xbt_setting, knob, 2, 2);
AT(struct xbt_setting, devid, 4, 4);
AT(struct xbt_setting, value, 8, 8);

SIZE(struct xbt_set, 32);
AT(struct xbt_set, size, 0, 4);
AT(struct xbt_set, count, 4, 4);
AT(struct xbt_set, settings, 8, 8);
AT(struct xbt_set, setting_size, 16, 4);
AT(struct xbt_set, failed, 20, 4);
AT(struct xbt_set, reserved, 24, 8);

SIZE(struct xbt_numbers, 88);
AT(struct xbt_numbers, ios, 0, 8);
AT(struct xbt_numbers, bytes, 8, 8);
AT(struct xbt_numbers, held_ios, 16, 8);
AT(struct xbt_numbers, held_bytes, 24, 8);
AT(struct xbt_numbers, waiting_ios, 32, 8);
AT(struct xbt_numbers, wait_ns, 40, 8);
AT(struct xbt_numbers, wait_max_ns, 48, 8);
AT(struct xbt_numbers, throttled_ns, 56, 8);
AT(struct xbt_numbers, done_ios, 64, 8);
AT(struct xbt_numbers, errors, 72, 8);
AT(struct xbt_numbers, service_ns, 80, 8);

SIZE(struct xbt_state, 1752);
AT(struct xbt_state, domid, 0, 2);
AT(struct xbt_state, reserved, 2, 2);
AT(struct xbt_state, devid, 4, 4);
AT(struct xbt_state, vbds, 8, 4);
AT(struct xbt_state, rings, 12, 4);
AT(struct xbt_state, time_ns, 16, 8);
AT(struct xbt_state, since_ns, 24, 8);
AT(struct xbt_state, knob, 32, 256);
AT(struct xbt_state, dir, 288, 176);
AT(struct xbt_state, other_ios, 464, 8);
AT(struct xbt_state, wait, 472, 640);
AT(struct xbt_state, service, 1112, 640);

SIZE(struct xbt_get, 32);
AT(struct xbt_get, size, 0, 4);
AT(struct xbt_get, count, 4, 4);
AT(struct xbt_get, states, 8, 8);
AT(struct xbt_get, state_size, 16, 4);
AT(struct xbt_get, flags, 20, 4);
AT(struct xbt_get, domid, 24, 2);
AT(struct xbt_get, reserved, 26, 6);

SIZE(struct xbt_reset, 16);
AT(struct xbt_reset, size, 0, 4);
AT(struct xbt_reset, domid, 4, 2);
AT(struct xbt_reset, reserved, 6, 2);
AT(struct xbt_reset, devid, 8, 4);
AT(struct xbt_reset, reserved2, 12, 4);

SIZE(struct xbt_event, 40);
AT(struct xbt_event, size, 0, 4);
AT(struct xbt_event, type, 4, 2);
AT(struct xbt_event, domid, 6, 2);
AT(struct xbt_event, devid, 8, 4);
AT(struct xbt_event, knob, 12, 4);
AT(struct xbt_event, value, 16, 8);
AT(struct xbt_event, time_ns, 24, 8);
AT(struct xbt_event, lost, 32, 8);
