// SPDX-License-Identifier: GPL-2.0-only
/*
 * The limits of one level; see limitset.h.
 */
#include "limitset.h"

/**
 * xbt_limits_init() - no limits
 * @limits: the limits of one level
 */
void xbt_limits_init(struct xbt_limits *limits)
{
	unsigned int scope, part;

	limits->over[XBT_READ] = 0;
	limits->over[XBT_WRITE] = 0;
	limits->iops_size = 0;
	limits->iops_inverse = 0;
	for (scope = 0; scope < XBT_SCOPES; scope++) {
		limits->active[scope] = 0;
		for (part = 0; part < XBT_PARTS; part++)
			xbt_bucket_init(&limits->bucket[scope][part]);
	}
}

/**
 * xbt_limits_set_rate() - change a limit
 * @limits: the limits of one level
 * @scope: an enum xbt_dir, or XBT_TOTAL
 * @part: an enum xbt_part
 * @rate: as for xbt_bucket_set_rate()
 * @now: ns
 */
void xbt_limits_set_rate(struct xbt_limits *limits, unsigned int scope,
			 unsigned int part, u64 rate, u64 now)
{
	struct xbt_bucket *bucket = limits->bucket[scope];
	unsigned int active = 0;

	xbt_bucket_set_rate(&bucket[part], rate, now);
	for (part = 0; part < XBT_PARTS; part++)
		if (xbt_bucket_limits(&bucket[part]))
			active |= BIT(part);
	/* Without its sustained limit, which is the part before it, no peak. */
	limits->active[scope] = active & (active << 1 | BIT(XBT_BPS) | BIT(XBT_IOPS));

	for (scope = 0; scope < XBT_DIRS; scope++)
		limits->over[scope] =
			limits->active[scope] << scope * XBT_PARTS |
			limits->active[XBT_TOTAL] << XBT_TOTAL * XBT_PARTS;
}

/**
 * xbt_limits_set_burst() - change how much may be saved up
 * @limits: the limits of one level
 * @scope: an enum xbt_dir, or XBT_TOTAL
 * @part: XBT_BPS or XBT_IOPS
 * @burst: as for xbt_bucket_set_burst()
 * @now: ns
 */
void xbt_limits_set_burst(struct xbt_limits *limits, unsigned int scope,
			  unsigned int part, u64 burst, u64 now)
{
	xbt_bucket_set_burst(&limits->bucket[scope][part], burst, now);
}

/**
 * xbt_limits_set_size() - how many bytes count as one I/O
 * @limits: the limits of one level
 * @size: up to XBT_SIZE_MAX; 0: every request is one, however large
 */
void xbt_limits_set_size(struct xbt_limits *limits, u64 size)
{
	limits->iops_size = size;
	limits->iops_inverse = size > 1 ? U64_MAX / size + 1 : 0;
}

/**
 * xbt_limits_ios() - how many I/Os a request of more than one counts as
 * @limits: the limits of one level
 * @bytes: its bytes, more than &xbt_limits.iops_size, which is not 0
 *
 * bytes / size, rounded up, by a multiplication. Exact where bytes and size are
 * below 2^32: the inverse is too large by less than 1, which makes the
 * product, in units of 2^-64, too large by less than 2^32, and so the quotient by
 * less than 2^-32, which is less than its distance to the next integer.
 *
 * Return: I/Os.
 */
u64 xbt_limits_ios(const struct xbt_limits *limits, u64 bytes)
{
	u64 size = limits->iops_size;

	if (size == 1)
		return bytes;
	/* Larger than any that a ring can hold: the division costs nobody. */
	if (bytes > XBT_SIZE_MAX)
		return (bytes - 1) / size + 1;
	return (u64)((xbt_u128)(bytes - 1) * limits->iops_inverse >> 64) + 1;
}

#define xbt_for_each_active(part, bits) \
	for (; (bits) && ((part) = __builtin_ctz(bits), true); (bits) &= (bits) - 1)

/**
 * xbt_limits_has() - do the limits of one scope let a request go now?
 * @limits: the limits of one level
 * @scope: an enum xbt_dir, or XBT_TOTAL
 * @cost: what it takes
 * @now: ns
 *
 * Return: true if they do; nothing has been charged.
 */
bool xbt_limits_has(struct xbt_limits *limits, unsigned int scope,
		    const struct xbt_cost *cost, u64 now)
{
	unsigned int bits = limits->active[scope], part;

	xbt_for_each_active(part, bits)
		if (!xbt_bucket_has(&limits->bucket[scope][part],
				    xbt_cost_of(cost, part), now))
			return false;
	return true;
}

/**
 * xbt_limits_wait() - when do the limits of one scope let a request go?
 * @limits: the limits of one level
 * @scope: an enum xbt_dir, or XBT_TOTAL
 * @cost: what it takes
 * @now: ns
 *
 * Return: ns from @now, as xbt_bucket_wait().
 */
u64 xbt_limits_wait(struct xbt_limits *limits, unsigned int scope,
		    const struct xbt_cost *cost, u64 now)
{
	unsigned int bits = limits->active[scope], part;
	u64 longest = 0, wait;

	xbt_for_each_active(part, bits) {
		wait = xbt_bucket_wait(&limits->bucket[scope][part],
				       xbt_cost_of(cost, part), now);
		if (wait > longest)
			longest = wait;
	}
	return longest;
}

/**
 * xbt_limits_take() - charge a request that goes
 * @limits: the limits of one level, which have it
 * @scope: an enum xbt_dir, or XBT_TOTAL
 * @cost: what it takes
 */
void xbt_limits_take(struct xbt_limits *limits, unsigned int scope,
		     const struct xbt_cost *cost)
{
	unsigned int bits = limits->active[scope], part;

	xbt_for_each_active(part, bits)
		xbt_bucket_take(&limits->bucket[scope][part],
				xbt_cost_of(cost, part));
}
