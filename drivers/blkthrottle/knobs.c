// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a knob is: which bucket it turns, and which values it takes.
 */
#include "knobs.h"

/* What kind of knob; see XBT_FOR_EACH_KNOB. */
enum xbt_kind { XBT_KIND_rate, XBT_KIND_burst, XBT_KIND_size };

struct xbt_knob_is {
	u8 kind;
	u8 scope;
	u8 part;
	u64 initial;
};

#define XBT_KNOB_IS(name, kind, scope, part) \
	[XBT_KNOB_##name] = {						\
		XBT_KIND_##kind, XBT_##scope, XBT_##part, XBT_INITIAL_##kind },
static const struct xbt_knob_is xbt_knob_is[XBT_KNOBS] = {
	XBT_FOR_EACH_KNOB(XBT_KNOB_IS)
};

/**
 * xbt_knob_takes() - is this a value that a knob takes?
 * @knob: any number
 * @value: any number
 *
 * A rate of 0 is not a limit: a guest whose disks stand still is one to be
 * paused.
 *
 * Return: false if it is not, or if there is no such knob.
 */
bool xbt_knob_takes(unsigned int knob, u64 value)
{
	if (knob >= XBT_KNOBS)
		return false;

	switch (xbt_knob_is[knob].kind) {
	case XBT_KIND_rate:
		return value == XBT_MAX || (value && value <= XBT_RATE_MAX);
	case XBT_KIND_burst:
		return value <= XBT_RATE_MAX;
	default:
		return value <= XBT_SIZE_MAX;
	}
}

/**
 * xbt_knob_get() - how a knob stands
 * @limits: the limits of one level
 * @knob: which one
 *
 * Return: its value.
 */
u64 xbt_knob_get(const struct xbt_limits *limits, unsigned int knob)
{
	const struct xbt_knob_is *is = &xbt_knob_is[knob];
	const struct xbt_bucket *bucket = &limits->bucket[is->scope][is->part];

	switch (is->kind) {
	case XBT_KIND_rate:
		return bucket->rate;
	case XBT_KIND_burst:
		return bucket->burst;
	default:
		return limits->iops_size;
	}
}

/**
 * xbt_knob_set() - turn a knob
 * @limits: the limits of one level
 * @knob: which one
 * @value: one that xbt_knob_takes() takes
 * @now: ns
 */
void xbt_knob_set(struct xbt_limits *limits, unsigned int knob, u64 value,
		  u64 now)
{
	const struct xbt_knob_is *is = &xbt_knob_is[knob];

	switch (is->kind) {
	case XBT_KIND_rate:
		xbt_limits_set_rate(limits, is->scope, is->part, value, now);
		break;
	case XBT_KIND_burst:
		xbt_limits_set_burst(limits, is->scope, is->part, value, now);
		break;
	default:
		xbt_limits_set_size(limits, value);
	}
}

/**
 * xbt_knob_initial() - how a knob stands that nobody has turned
 * @knob: which one
 *
 * Return: the value by which it limits nothing.
 */
u64 xbt_knob_initial(unsigned int knob)
{
	return xbt_knob_is[knob].initial;
}
