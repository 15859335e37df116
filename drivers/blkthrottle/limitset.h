/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The limits of a domain, or of one of its disks: for reads, for writes and for
 * both together, in bytes and in I/Os per second, each with a burst and with a
 * rate while the burst lasts. Pure core like bucket.h, with the same rules.
 */
#ifndef _XBT_LIMITSET_H
#define _XBT_LIMITSET_H

#include "bucket.h"

/* A flush, a barrier or a discard counts as a write. */
enum xbt_dir { XBT_READ, XBT_WRITE, XBT_DIRS };

/* What a limit is for; a direction's own and the one for both. */
enum xbt_scope { XBT_TOTAL = XBT_DIRS, XBT_SCOPES };

/* The buckets of a scope: sustained and peak, in bytes and in I/Os. */
enum xbt_part { XBT_BPS, XBT_BPS_PEAK, XBT_IOPS, XBT_IOPS_PEAK, XBT_PARTS };

/**
 * struct xbt_cost - what a request takes of the buckets of one level
 * @bytes: of the bytes
 * @ios: of the I/Os
 */
struct xbt_cost {
	u64 bytes;
	u64 ios;
};

/* Of a set of parts, the ones in I/Os. */
#define XBT_IN_IOS (BIT(XBT_IOPS) | BIT(XBT_IOPS_PEAK))

static inline u64 xbt_cost_of(const struct xbt_cost *cost, unsigned int part)
{
	return XBT_IN_IOS >> part & 1 ? cost->ios : cost->bytes;
}

/**
 * struct xbt_limits - the limits of one level
 * @over: by direction: the buckets over a request, its own scope's and the
 *	total's; a bit each, in the order of @bucket
 * @active: by scope: which parts limit anything, a bit each; a peak does only
 *	together with its sustained limit
 * @iops_size: bytes that count as one I/O; 0: every request is one
 * @iops_inverse: 2^64 / @iops_size, rounded up
 * @bucket: by scope and part
 */
struct xbt_limits {
	u16 over[XBT_DIRS];
	u8 active[XBT_SCOPES];
	u64 iops_size;
	u64 iops_inverse;
	struct xbt_bucket bucket[XBT_SCOPES][XBT_PARTS];
};

void xbt_limits_init(struct xbt_limits *limits);
void xbt_limits_set_rate(struct xbt_limits *limits, unsigned int scope,
			 unsigned int part, u64 rate, u64 now);
void xbt_limits_set_burst(struct xbt_limits *limits, unsigned int scope,
			  unsigned int part, u64 burst, u64 now);
void xbt_limits_set_size(struct xbt_limits *limits, u64 size);
u64 xbt_limits_ios(const struct xbt_limits *limits, u64 bytes);
bool xbt_limits_has(struct xbt_limits *limits, unsigned int scope,
		    const struct xbt_cost *cost, u64 now);
u64 xbt_limits_wait(struct xbt_limits *limits, unsigned int scope,
		    const struct xbt_cost *cost, u64 now);
void xbt_limits_take(struct xbt_limits *limits, unsigned int scope,
		     const struct xbt_cost *cost);

/**
 * xbt_limits_any() - is there any limit for a direction?
 * @limits: the limits of one level
 * @dir: the direction
 *
 * Return: false where requests need not be asked about.
 */
static inline bool xbt_limits_any(const struct xbt_limits *limits,
				  enum xbt_dir dir)
{
	return limits->over[dir];
}

/**
 * xbt_limits_cost() - what a request takes
 * @limits: the limits of one level
 * @bytes: its bytes, up to XBT_RATE_MAX
 *
 * Return: its cost at this level.
 */
static inline struct xbt_cost xbt_limits_cost(const struct xbt_limits *limits, u64 bytes)
{
	struct xbt_cost cost = { .bytes = bytes, .ios = 1 };

	if (limits->iops_size && bytes > limits->iops_size)
		cost.ios = xbt_limits_ios(limits, bytes);
	return cost;
}

#endif /* _XBT_LIMITSET_H */
