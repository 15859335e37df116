// SPDX-License-Identifier: GPL-2.0-only
/*
 * One look through the lines; see look.h.
 */
#include "look.h"

/**
 * xbt_look_begin() - start at the first line
 * @look: to be filled in
 * @flow: the domain
 * @now: ns
 * @timed: is it to be found out how long to wait?
 */
void xbt_look_begin(struct xbt_look *look, struct xbt_flow *flow, u64 now,
		    bool timed)
{
	*look = (struct xbt_look){
		.now = now,
		.id = ++flow->looks,
		.timed = timed,
		.enough = flow->nr_light ? XBT_CLAIM_IOS :
					   XBT_CLAIM_BYTES | XBT_CLAIM_IOS,
		.until_any = U64_MAX,
		.until_all = U64_MAX,
	};
}

/*
 * Do the limits of one scope have what @cost says? If not, and if it is to be
 * known, lengthen the time until all do.
 */
static bool xbt_look_has(struct xbt_look *look, struct xbt_limits *limits,
			 unsigned int scope, const struct xbt_cost *cost,
			 u64 *until)
{
	u64 wait;

	if (xbt_limits_has(limits, scope, cost, look->now))
		return true;

	if (look->timed) {
		wait = xbt_limits_wait(limits, scope, cost, look->now);
		if (wait < look->until_any)
			look->until_any = wait;
		if (wait > *until)
			*until = wait;
	}
	return false;
}

/* What is lacking of the limits of one scope: bits of enum xbt_claim. */
static u8 xbt_look_lacks(struct xbt_look *look, struct xbt_limits *limits,
			 unsigned int scope, const struct xbt_cost *cost,
			 u64 *until)
{
	const struct xbt_cost bytes = { .bytes = cost->bytes };
	const struct xbt_cost ios = { .ios = cost->ios };
	u8 lacks = 0;

	if (!limits->active[scope] ||
	    xbt_limits_has(limits, scope, cost, look->now))
		return 0;

	if (!xbt_look_has(look, limits, scope, &bytes, until))
		lacks |= XBT_CLAIM_BYTES;
	if (!xbt_look_has(look, limits, scope, &ios, until))
		lacks |= XBT_CLAIM_IOS;
	return lacks;
}

/**
 * xbt_look_at() - may a request go?
 * @look: the look, which has been at all that come before
 * @flow: the domain
 * @disk: the disk
 * @req: the first request of a line
 *
 * Return: true if it may; it has not been charged. If it may not, the limits
 * that keep it are claimed for it.
 */
bool xbt_look_at(struct xbt_look *look, struct xbt_flow *flow,
		 struct xbt_disk *disk, const struct xbt_req *req)
{
	/* What moves no bytes does not mind who claims some. */
	const u8 minds = req->bytes ? XBT_CLAIM_BYTES | XBT_CLAIM_IOS : XBT_CLAIM_IOS;
	struct xbt_cost of_flow, of_disk;
	u64 until = 0;
	u8 lacks, all;

	if ((look->claimed[req->dir] | look->claimed[XBT_TOTAL]) & minds ||
	    disk->claimed[XBT_TOTAL_IOS] == look->id ||
	    disk->claimed[req->bytes ? XBT_TOTAL_BYTES : XBT_WRITE_IOS] == look->id) {
		look->behind = true;
		return false;
	}

	of_flow = xbt_limits_cost(&flow->limits, req->bytes);
	of_disk = xbt_limits_cost(&disk->limits, req->bytes);
	lacks = xbt_look_lacks(look, &flow->limits, req->dir, &of_flow, &until);
	look->claimed[req->dir] |= lacks;
	all = lacks;
	lacks = xbt_look_lacks(look, &flow->limits, XBT_TOTAL, &of_flow, &until);
	look->claimed[XBT_TOTAL] |= lacks;
	all |= lacks;
	lacks = xbt_look_lacks(look, &disk->limits, XBT_TOTAL, &of_disk, &until);
	if (lacks & XBT_CLAIM_BYTES)
		disk->claimed[XBT_TOTAL_BYTES] = look->id;
	if (lacks & XBT_CLAIM_IOS)
		disk->claimed[XBT_TOTAL_IOS] = look->id;
	all |= lacks;
	/* Nobody but this line asks for these, and what moves no bytes. */
	lacks = xbt_look_lacks(look, &disk->limits, req->dir, &of_disk, &until);
	if (lacks & XBT_CLAIM_IOS && req->dir == XBT_WRITE)
		disk->claimed[XBT_WRITE_IOS] = look->id;
	all |= lacks;

	if (all && until < look->until_all)
		look->until_all = until;
	return !all;
}

/**
 * xbt_look_over() - would looking on be in vain?
 * @look: the look
 *
 * Return: true if every limit of the domain has been claimed, for all that
 * ask, with bytes or without.
 */
bool xbt_look_over(const struct xbt_look *look)
{
	/* Somebody lacks bytes or I/Os: of the total, or of reads and of writes. */
	return look->claimed[XBT_TOTAL] & look->enough ||
	       (look->claimed[XBT_READ] & look->enough &&
		look->claimed[XBT_WRITE] & look->enough);
}

/**
 * xbt_look_wait() - when to look again
 * @look: a timed look that found nobody who may go
 *
 * Somebody who is kept by two limits goes when both let him, and until then
 * nothing happens; but if others wait behind his claims, they may go when the
 * first of the two stops to be claimed.
 *
 * Return: ns from the look; U64_MAX if nobody waits.
 */
u64 xbt_look_wait(const struct xbt_look *look)
{
	return look->behind ? look->until_any : look->until_all;
}
