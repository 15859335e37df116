/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The short way through the limits, for a request that nobody waits before:
 * the answer of flow.c in a fraction of the time, since nobody's claims and
 * turns have to be looked at. Part of the core.
 */
#ifndef _XBT_PASS_H
#define _XBT_PASS_H

#include "flow.h"

/* What a request takes of a bucket, by its place among those of its level. */
static inline u64 xbt_pass_cost(const struct xbt_limits *limits,
				unsigned int at, u64 bytes)
{
	if (XBT_IN_IOS >> at % XBT_PARTS & 1)
		return xbt_limits_cost(limits, bytes).ios;
	return bytes;
}

static inline bool xbt_pass_bucket(struct xbt_limits *limits, unsigned int at,
				   u64 bytes, u64 now)
{
	return xbt_bucket_pass(&limits->bucket[0][0] + at,
			       xbt_pass_cost(limits, at, bytes), now);
}

/*
 * Charge a request to the buckets of one level that stand over it, as long as
 * they let it go. Those it has not been charged to: 0 if it may go.
 */
static inline unsigned int xbt_pass_level(struct xbt_limits *limits,
					  unsigned int over, u64 bytes, u64 now)
{
	while (over && xbt_pass_bucket(limits, __builtin_ctz(over), bytes, now))
		over &= over - 1;
	return over;
}

/* Undo that for the buckets in @charged. */
static inline void xbt_pass_undo(struct xbt_limits *limits,
				 unsigned int charged, u64 bytes)
{
	unsigned int at;

	for (; charged; charged &= charged - 1) {
		at = __builtin_ctz(charged);
		xbt_bucket_give_back(&limits->bucket[0][0] + at,
				     xbt_pass_cost(limits, at, bytes));
	}
}

/* Apart from xbt_pass(), which shall not save registers for this. */
static noinline bool xbt_pass_many(struct xbt_flow *flow, struct xbt_disk *disk,
				   const struct xbt_req *req, u64 now)
{
	unsigned int of_flow = flow->limits.over[req->dir];
	unsigned int of_disk = disk->limits.over[req->dir], left;

	left = xbt_pass_level(&flow->limits, of_flow, req->bytes, now);
	if (left) {
		xbt_pass_undo(&flow->limits, of_flow ^ left, req->bytes);
		return false;
	}
	left = xbt_pass_level(&disk->limits, of_disk, req->bytes, now);
	if (left) {
		xbt_pass_undo(&disk->limits, of_disk ^ left, req->bytes);
		xbt_pass_undo(&flow->limits, of_flow, req->bytes);
		return false;
	}
	return true;
}

/**
 * xbt_pass() - let a request go that nobody waits before, if it may
 * @flow: the domain, in which nobody waits
 * @disk: the disk
 * @req: the request
 * @now: ns
 *
 * Return: true if it goes and has been charged.
 */
static inline bool xbt_pass(struct xbt_flow *flow, struct xbt_disk *disk,
			    const struct xbt_req *req, u64 now)
{
	unsigned int over = flow->limits.over[req->dir];

	/* Most often there is but one bucket over it. */
	if (over && !(over & (over - 1)) && !disk->limits.over[req->dir])
		return xbt_pass_bucket(&flow->limits, __builtin_ctz(over),
				       req->bytes, now);
	return xbt_pass_many(flow, disk, req, now);
}

#endif /* _XBT_PASS_H */
