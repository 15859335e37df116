// SPDX-License-Identifier: GPL-2.0-or-later
/* The layout and the numbers of xen/irqpool.h. A new field or event adds a line here. */
#include <xen/irqpool.h>

#include "frozen.h"

CHECK(XIP_ABI == 1);
CHECK(sizeof(XIP_DEVICE) == sizeof("/dev/xen/irqpool"));
CHECK(XIP_NO_LIMIT == 0xffffffffU);
CHECK(sizeof(XIP_NO_LIMIT) == 4);

CHECK(XIP_CHANNELS == 0);
CHECK(XIP_DESCRIPTORS == 1);
CHECK(XIP_CEILINGS == 2);

CHECK(XIP_CEILING_LEVEL == 1);
CHECK(XIP_REFUSED_QUOTA == 2);
CHECK(XIP_REFUSED_FULL == 3);
CHECK(XIP_RECLAIMED == 4);

SIZE(struct xip_event, 40);
AT(struct xip_event, size, 0, 4);
AT(struct xip_event, type, 4, 2);
AT(struct xip_event, domid, 6, 2);
AT(struct xip_event, ceiling, 8, 4);
AT(struct xip_event, level, 12, 4);
AT(struct xip_event, used, 16, 4);
AT(struct xip_event, limit, 20, 4);
AT(struct xip_event, time_ns, 24, 8);
AT(struct xip_event, lost, 32, 8);
