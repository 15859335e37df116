/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of knobs: the one place that names them. The sysfs attributes and
 * the module parameters are generated from it; a test holds it against the
 * ABI document and the tool.
 */
#ifndef _XBT_KNOBS_H
#define _XBT_KNOBS_H

#include "flow.h"

#define XBT_FOR_EACH_KNOB(X)			\
	X(read_bps, XBT_READ, bps)		\
	X(write_bps, XBT_WRITE, bps)		\
	X(read_iops, XBT_READ, iops)		\
	X(write_iops, XBT_WRITE, iops)

#define XBT_KNOB_ENUM(name, dir, bucket) XBT_KNOB_##name,
enum xbt_knob { XBT_FOR_EACH_KNOB(XBT_KNOB_ENUM) XBT_KNOBS };

struct xbt_bucket *xbt_knob_bucket(struct xbt_flow *flow, enum xbt_knob knob);
int xbt_knob_parse(const char *text, u64 *rate);
int xbt_knob_print(char *buf, u64 rate);

#endif /* _XBT_KNOBS_H */
