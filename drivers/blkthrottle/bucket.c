// SPDX-License-Identifier: GPL-2.0-only
/*
 * A token bucket in exact integer arithmetic; see bucket.h.
 */
#include "bucket.h"

/*
 * How much a bucket holds unless told: what flows in within 1/64 s. Deep enough
 * to make good a timer that fires late by up to 15 ms, shallow enough that ten
 * seconds at the limit overshoot it by 0.16 % at the most.
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
 */
void xbt_bucket_init(struct xbt_bucket *b)
{
	b->spent = 0;
	b->full = 0;
	b->rate = XBT_MAX;
	b->depth = 0;
	b->burst = XBT_AUTO;
}

/* Let there be so much, or as much as fits. */
static void xbt_bucket_put(struct xbt_bucket *b, xbt_s128 content, u64 now)
{
	b->spent = xbt_bucket_flowed(b, now) -
		   (content < b->full ? content : b->full);
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
	bool fresh = !xbt_bucket_limits(b);
	xbt_s128 content = 0;

	if (rate == XBT_MAX) {
		b->rate = rate;
		return;
	}

	if (!fresh)
		content = xbt_bucket_settle(b, now);
	b->rate = rate;
	xbt_bucket_resize(b);
	xbt_bucket_put(b, fresh ? b->full : content, now);
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
	xbt_s128 content;
	bool full;

	b->burst = burst;
	if (!xbt_bucket_limits(b))
		return;

	content = xbt_bucket_settle(b, now);
	full = content == b->full;
	xbt_bucket_resize(b);
	xbt_bucket_put(b, full ? b->full : content, now);
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

	missing = xbt_bucket_need(b, cost) - xbt_bucket_settle(b, now);
	if (missing >= (xbt_s128)b->rate * XBT_WAIT_MAX)
		return XBT_WAIT_MAX;

	ns = xbt_div_up(missing, b->rate);
	return ns < XBT_WAIT_MAX ? ns : XBT_WAIT_MAX;
}
