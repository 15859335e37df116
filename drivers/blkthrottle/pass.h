/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The short way through the limits, for a request that nobody waits before:
 * the answer of flow.c in a fraction of the time, since nobody's claims and
 * turns have to be looked at. Part of the core.
 */
#ifndef _XBT_PASS_H
#define _XBT_PASS_H

#include "flow.h"

/* A bit for each bucket over a request: part, total or not, disk or not. */
#define XBT_OVER_TOTAL	XBT_PARTS
#define XBT_OVER_DISK	(2 * XBT_PARTS)

static inline unsigned int xbt_over(const struct xbt_flow *flow,
				    const struct xbt_disk *disk,
				    unsigned int dir)
{
	return flow->limits.active[dir] |
	       flow->limits.active[XBT_TOTAL] << XBT_OVER_TOTAL |
	       disk->limits.active[dir] << XBT_OVER_DISK |
	       disk->limits.active[XBT_TOTAL] << (XBT_OVER_DISK + XBT_OVER_TOTAL);
}

/* The bucket of one such bit, and what @req takes of it. */
static inline struct xbt_bucket *xbt_over_bucket(struct xbt_flow *flow,
						 struct xbt_disk *disk,
						 const struct xbt_req *req,
						 unsigned int bit, u64 *cost)
{
	struct xbt_limits *limits = bit & XBT_OVER_DISK ? &disk->limits : &flow->limits;
	unsigned int scope = bit & XBT_OVER_TOTAL ? XBT_TOTAL : req->dir;
	unsigned int part = bit % XBT_PARTS;

	if (part == XBT_BPS || part == XBT_BPS_PEAK)
		*cost = req->bytes;
	else
		*cost = xbt_limits_cost(limits, req->bytes).ios;
	return &limits->bucket[scope][part];
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
	unsigned int over = xbt_over(flow, disk, req->dir), bits;
	struct xbt_bucket *bucket;
	u64 cost;

	for (bits = over; bits; bits &= bits - 1) {
		bucket = xbt_over_bucket(flow, disk, req, __builtin_ctz(bits), &cost);
		if (!xbt_bucket_has(bucket, cost, now))
			return false;
		/* Most often there is but one. */
		if (bits == over && !(bits & (bits - 1))) {
			xbt_bucket_take(bucket, cost);
			return true;
		}
	}
	for (bits = over; bits; bits &= bits - 1) {
		bucket = xbt_over_bucket(flow, disk, req, __builtin_ctz(bits), &cost);
		xbt_bucket_take(bucket, cost);
	}
	return true;
}

#endif /* _XBT_PASS_H */
