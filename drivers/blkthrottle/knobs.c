// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a knob is: which bucket it turns, and its value as text.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "knobs.h"

/**
 * xbt_knob_bucket() - the bucket that a knob turns
 * @flow: the domain
 * @knob: the knob
 *
 * Return: a bucket in @flow.
 */
struct xbt_bucket *xbt_knob_bucket(struct xbt_flow *flow, enum xbt_knob knob)
{
#define XBT_KNOB_BUCKET(name, dir, bucket) \
	[XBT_KNOB_##name] = &flow->bucket[dir],
	struct xbt_bucket * const buckets[XBT_KNOBS] = {
		XBT_FOR_EACH_KNOB(XBT_KNOB_BUCKET)
	};

	return buckets[knob];
}

/**
 * xbt_knob_parse() - read a limit
 * @text: "max" or a plain decimal integer from 1 to 2^63-1; a newline at the
 *	end is passed over
 * @rate: where to put it
 *
 * Return: 0, or -EINVAL, and then @rate is as it was. 0 is not a limit: a
 * guest whose disks stand still is one to be paused.
 */
int xbt_knob_parse(const char *text, u64 *rate)
{
	u64 value;

	if (sysfs_streq(text, "max")) {
		*rate = XBT_UNLIMITED;
		return 0;
	}

	/* kstrtou64() would take a sign. */
	if (!isdigit(text[0]) || kstrtou64(text, 10, &value) ||
	    !value || value > XBT_RATE_MAX)
		return -EINVAL;

	*rate = value;
	return 0;
}

/**
 * xbt_knob_print() - write a limit as xbt_knob_parse() reads it
 * @buf: a page, of sysfs or of a parameter
 * @rate: the limit
 *
 * Return: bytes written.
 */
int xbt_knob_print(char *buf, u64 rate)
{
	if (rate == XBT_UNLIMITED)
		return sysfs_emit(buf, "max\n");
	return sysfs_emit(buf, "%llu\n", rate);
}
