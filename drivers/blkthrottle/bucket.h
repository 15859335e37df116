/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A token bucket: the pure core of every limit.
 *
 * The content is kept in units of 1e-9 of a byte (or of an I/O), so that
 * `nanoseconds * rate` is the exact number of units that flow in: nothing is
 * rounded, ever, whatever the rate and however long it runs.
 *
 * Twice 64 bits hold any product of a time in ns and a rate.
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
 * @tokens: content in 1e-9 bytes or I/Os; below zero after a request that is
 *	larger than the bucket
 * @full: @depth in the same units
 * @rate: what flows in, bytes or I/Os per second, or XBT_MAX
 * @depth: what it holds at most, bytes or I/Os
 * @burst: the depth that was asked for, or XBT_AUTO
 * @stamp: when @tokens was last brought up to date, ns
 */
struct xbt_bucket {
	xbt_s128 tokens;
	xbt_s128 full;
	u64 rate;
	u64 depth;
	u64 burst;
	u64 stamp;
} __aligned(64); /* one cache line, and no more than one */

void xbt_bucket_init(struct xbt_bucket *b, u64 now);
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

/* Let in what has flowed since the last look; a clock that steps back stands. */
static inline void xbt_bucket_fill(struct xbt_bucket *b, u64 now)
{
	u64 elapsed = now - b->stamp;

	if (elapsed > (u64)S64_MAX)
		return;

	b->stamp = now;
	b->tokens += (xbt_s128)((xbt_u128)elapsed * b->rate);
	if (b->tokens > b->full)
		b->tokens = b->full;
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

	xbt_bucket_fill(b, now);
	return b->tokens >= xbt_bucket_need(b, cost);
}

/**
 * xbt_bucket_take() - charge a request that goes
 * @b: the bucket, which has said that it may
 * @cost: what xbt_bucket_has() was asked for
 */
static inline void xbt_bucket_take(struct xbt_bucket *b, u64 cost)
{
	if (xbt_bucket_limits(b))
		b->tokens -= xbt_units(cost);
}

#endif /* _XBT_BUCKET_H */
