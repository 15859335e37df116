/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A token bucket: the pure core of every limit.
 *
 * The content is counted in units of 1e-9 of a byte (or of an I/O), so that
 * `nanoseconds * rate` is the exact number of units that flow in: nothing is
 * rounded, ever, whatever the rate and however long it runs.
 *
 * What is kept is not what is in the bucket but what has left it: the content
 * is `now * rate` less that. So there is no time to be kept beside it, and a
 * decision waits for nothing from the one before but a number to compare with
 * and to add to.
 *
 * Bounds: rate, depth and time are below 2^63, so that what has flowed in is
 * below 2^126; the depth and the debt of a request are below 2^94 each. All of
 * it fits into the 127 bits there are.
 *
 * What the request path calls is inline; bucket.c has the rest.
 *
 * No clock, no lock, no allocation; the caller serialises all calls on one
 * bucket and passes the time.
 */
#ifndef _XBT_BUCKET_H
#define _XBT_BUCKET_H

#include "core_types.h"

/* xbt_bucket_wait() never names more ns than this (2^41, about 37 minutes). */
#define XBT_WAIT_MAX ((u64)1 << 41)
/* Units of content that make one byte or I/O: ns in a second. */
#define XBT_UNITS 1000000000LL

/**
 * struct xbt_bucket - one token bucket
 * @spent: what has left it since time 0, in 1e-9 bytes or I/Os: taken, or run
 *	over the brim; after a request that is larger than the bucket more than
 *	has flowed in
 * @full: @depth in the same units
 * @rate: what flows in, bytes or I/Os per second, or XBT_MAX
 * @depth: what it holds at most, bytes or I/Os
 * @burst: the depth that was asked for, or XBT_AUTO
 *
 * One line of the cache, where it begins at the start of one.
 */
struct xbt_bucket {
	xbt_s128 spent;
	xbt_s128 full;
	u64 rate;
	u64 depth;
	u64 burst;
};

void xbt_bucket_init(struct xbt_bucket *b);
void xbt_bucket_set_rate(struct xbt_bucket *b, u64 rate, u64 now);
void xbt_bucket_set_burst(struct xbt_bucket *b, u64 burst, u64 now);
u64 xbt_bucket_wait(struct xbt_bucket *b, u64 cost, u64 now);

/**
 * xbt_bucket_limits() - is there a limit at all?
 * @b: a bucket
 *
 * Return: false where nothing is limited.
 */
static inline bool xbt_bucket_limits(const struct xbt_bucket *b)
{
	return b->rate != XBT_MAX;
}

/* So many bytes or I/Os as content. */
static inline xbt_s128 xbt_units(u64 amount)
{
	return (xbt_s128)((xbt_u128)amount * XBT_UNITS);
}

/*
 * Content a request has to find. One that is larger than the bucket finds it
 * full and leaves a debt, which those after it wait off: the rate stays exact.
 */
static inline xbt_s128 xbt_bucket_need(const struct xbt_bucket *b, u64 cost)
{
	return cost < b->depth ? xbt_units(cost) : b->full;
}

static inline xbt_s128 xbt_bucket_flowed(const struct xbt_bucket *b, u64 now)
{
	return (xbt_s128)((xbt_u128)now * b->rate);
}

/* Let run over the brim what does not fit. What there is now. */
static inline xbt_s128 xbt_bucket_settle(struct xbt_bucket *b, u64 now)
{
	xbt_s128 flowed = xbt_bucket_flowed(b, now);

	if (b->spent < flowed - b->full)
		b->spent = flowed - b->full;
	return flowed - b->spent;
}

/**
 * xbt_bucket_has() - may a request go now?
 * @b: the bucket
 * @cost: bytes or I/Os, up to XBT_RATE_MAX
 * @now: ns
 *
 * Return: true if it may; it has not been charged yet.
 */
static inline bool xbt_bucket_has(struct xbt_bucket *b, u64 cost, u64 now)
{
	/* What costs nothing does not wait for the debt of others. */
	if (!xbt_bucket_limits(b) || !cost)
		return true;

	return xbt_bucket_settle(b, now) >= xbt_bucket_need(b, cost);
}

/**
 * xbt_bucket_take() - charge a request that goes
 * @b: the bucket, which has said that it may
 * @cost: what xbt_bucket_has() was asked for
 */
static inline void xbt_bucket_take(struct xbt_bucket *b, u64 cost)
{
	if (xbt_bucket_limits(b))
		b->spent += xbt_units(cost);
}

/**
 * xbt_bucket_pass() - xbt_bucket_has() and xbt_bucket_take() in one
 * @b: a bucket that limits
 * @cost: bytes or I/Os, up to XBT_RATE_MAX
 * @now: ns
 *
 * Return: true if the request may go, and has been charged.
 */
static inline bool xbt_bucket_pass(struct xbt_bucket *b, u64 cost, u64 now)
{
	xbt_s128 flowed = xbt_bucket_flowed(b, now), brim = flowed - b->full;
	xbt_s128 units = xbt_units(cost), spent = b->spent;

	if (spent < brim)
		spent = brim;
	else if (cost < b->depth ? flowed - spent < units : spent != brim)
		return !cost;
	b->spent = spent + units;
	return true;
}

/**
 * xbt_bucket_give_back() - a request that has just passed does not go after all
 * @b: the bucket
 * @cost: what it was charged
 */
static inline void xbt_bucket_give_back(struct xbt_bucket *b, u64 cost)
{
	b->spent -= xbt_units(cost);
}

#endif /* _XBT_BUCKET_H */
