// SPDX-License-Identifier: GPL-2.0-only
/*
 * A token bucket in exact integer arithmetic; see bucket.h.
 *
 * Bounds: rate and depth are below 2^63 and an elapsed time below 2^63 ns, so
 * that what flows in is below 2^126; content and debt of one request stay below
 * 2^94. All of it fits into the 127 bits there are.
 */
#include "bucket.h"

/*
 * How much a bucket holds unless told: what flows in within 1/64 s. Deep enough to make
 * good a timer that fires late by up to 15 ms, shallow enough that ten seconds
 * at the limit overshoot it by 0.16 % at the most.
 */
#define XBT_DEPTH_SHIFT 6

static void xbt_bucket_resize(struct xbt_bucket *b)
{
	b->depth = b->burst;
	if (b->depth == XBT_AUTO)
		b->depth = b->rate >> XBT_DEPTH_SHIFT;
	if (!b->depth)
		b->depth = 1;
	b->full = xbt_units(b->depth);
}

/**
 * xbt_bucket_init() - a bucket that limits nothing
 * @b: the bucket
 * @now: ns, on the clock of all later calls
 */
void xbt_bucket_init(struct xbt_bucket *b, u64 now)
{
	b->tokens = 0;
	b->full = 0;
	b->rate = XBT_MAX;
	b->depth = 0;
	b->burst = XBT_AUTO;
	b->stamp = now;
}

/**
 * xbt_bucket_set_rate() - change the limit
 * @b: the bucket
 * @rate: bytes or I/Os per second, from 1 to XBT_RATE_MAX, or XBT_MAX
 * @now: ns
 *
 * What flowed in until now did so at the old rate. A bucket that limited
 * nothing before starts full.
 */
void xbt_bucket_set_rate(struct xbt_bucket *b, u64 rate, u64 now)
{
	if (rate == XBT_MAX) {
		b->rate = rate;
		return;
	}

	if (xbt_bucket_limits(b)) {
		xbt_bucket_fill(b, now);
		b->rate = rate;
		xbt_bucket_resize(b);
	} else {
		b->rate = rate;
		b->stamp = now;
		xbt_bucket_resize(b);
		b->tokens = b->full;
	}
	if (b->tokens > b->full)
		b->tokens = b->full;
}

/**
 * xbt_bucket_set_burst() - change how much may be saved up
 * @b: the bucket
 * @burst: bytes or I/Os, from 1 to XBT_RATE_MAX, or XBT_AUTO
 * @now: ns
 *
 * A bucket that is full stays full; another one that grows fills up at its
 * rate. One that limits nothing keeps this for the day when it does.
 */
void xbt_bucket_set_burst(struct xbt_bucket *b, u64 burst, u64 now)
{
	bool full;

	b->burst = burst;
	if (!xbt_bucket_limits(b))
		return;

	xbt_bucket_fill(b, now);
	full = b->tokens == b->full;
	xbt_bucket_resize(b);
	if (full || b->tokens > b->full)
		b->tokens = b->full;
}

/*
 * @n / @d, rounded up; the result is below 2^63. One bit at a time: off the
 * request path, and the kernel has no 128-bit division to call.
 */
static u64 xbt_div_up(xbt_u128 n, u64 d)
{
	unsigned int shift = 0;
	u64 q = 0;

	while ((xbt_u128)d << (shift + 1) <= n)
		shift++;
	do {
		xbt_u128 part = (xbt_u128)d << shift;

		if (n >= part) {
			n -= part;
			q |= (u64)1 << shift;
		}
	} while (shift--);
	return n ? q + 1 : q;
}

/**
 * xbt_bucket_wait() - when may a request go?
 * @b: the bucket
 * @cost: bytes or I/Os, up to XBT_RATE_MAX
 * @now: ns
 *
 * The missing content divided by the rate, rounded up.
 *
 * Return: ns from @now after which xbt_bucket_has() will say yes and before
 * which it will not; XBT_WAIT_MAX where it is that or more.
 */
u64 xbt_bucket_wait(struct xbt_bucket *b, u64 cost, u64 now)
{
	xbt_s128 missing;
	u64 ns;

	if (xbt_bucket_has(b, cost, now))
		return 0;

	missing = xbt_bucket_need(b, cost) - b->tokens;
	if (missing >= (xbt_s128)b->rate * XBT_WAIT_MAX)
		return XBT_WAIT_MAX;

	ns = xbt_div_up(missing, b->rate);
	/* A clock that stepped back has to catch up first. */
	if (now < b->stamp)
		ns += b->stamp - now;
	return ns < XBT_WAIT_MAX ? ns : XBT_WAIT_MAX;
}
