/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The knobs of one level, by the numbers of include/uapi/xen/blkthrottle.h,
 * where the list of them is. Part of the core but for the text form.
 */
#ifndef _XBT_KNOBS_H
#define _XBT_KNOBS_H

#include "limitset.h"

/* How a knob of each kind stands that nobody has turned. */
#define XBT_INITIAL_rate XBT_MAX
#define XBT_INITIAL_burst XBT_AUTO
#define XBT_INITIAL_size 0

bool xbt_knob_takes(unsigned int knob, u64 value);
u64 xbt_knob_get(const struct xbt_limits *limits, unsigned int knob);
void xbt_knob_set(struct xbt_limits *limits, unsigned int knob, u64 value,
		  u64 now);
u64 xbt_knob_initial(unsigned int knob);

#ifdef __KERNEL__
/* knob_text.c */
int xbt_knob_parse(unsigned int knob, const char *text, u64 *value);
int xbt_knob_print(char *buf, unsigned int knob, u64 value);
#endif

#endif /* _XBT_KNOBS_H */
