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
 * No clock, no lock, no allocation; the caller serialises all calls on one
 * bucket and passes the time.
 */
#ifndef _XBT_BUCKET_H
#define _XBT_BUCKET_H

#include "core_types.h"

/* xbt_bucket_wait() never names more ns than this (2^41, about 37 minutes). */
#define XBT_WAIT_MAX ((u64)1 << 41)

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
};

void xbt_bucket_init(struct xbt_bucket *b, u64 now);
void xbt_bucket_set_rate(struct xbt_bucket *b, u64 rate, u64 now);
void xbt_bucket_set_burst(struct xbt_bucket *b, u64 burst, u64 now);
bool xbt_bucket_has(struct xbt_bucket *b, u64 cost, u64 now);
void xbt_bucket_take(struct xbt_bucket *b, u64 cost);
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

#endif /* _XBT_BUCKET_H */
