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
		.until_any = U64_MAX,
		.until_all = U64_MAX,
	};
}

/*
 * Do the limits of one scope let a request go? If not, and if it is to be
 * known, lengthen the time until all do.
 */
static bool xbt_look_has(struct xbt_look *look, struct xbt_limits *limits,
			 unsigned int scope, const struct xbt_cost *cost,
			 u64 *until)
{
	u64 wait;

	if (!limits->active[scope] ||
	    xbt_limits_has(limits, scope, cost, look->now))
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
	struct xbt_cost of_flow, of_disk;
	u64 until = 0;
	bool may = true;

	if (look->claimed[req->dir] || look->claimed[XBT_TOTAL] ||
	    disk->claimed == look->id) {
		look->behind = true;
		return false;
	}

	of_flow = xbt_limits_cost(&flow->limits, req->bytes);
	of_disk = xbt_limits_cost(&disk->limits, req->bytes);
	if (!xbt_look_has(look, &flow->limits, req->dir, &of_flow, &until)) {
		look->claimed[req->dir] = true;
		may = false;
	}
	if (!xbt_look_has(look, &flow->limits, XBT_TOTAL, &of_flow, &until)) {
		look->claimed[XBT_TOTAL] = true;
		may = false;
	}
	if (!xbt_look_has(look, &disk->limits, XBT_TOTAL, &of_disk, &until)) {
		disk->claimed = look->id;
		may = false;
	}
	/* Nobody but this line asks for these: no need to claim. */
	if (!xbt_look_has(look, &disk->limits, req->dir, &of_disk, &until))
		may = false;

	if (!may && until < look->until_all)
		look->until_all = until;
	return may;
}

/**
 * xbt_look_over() - would looking on be in vain?
 * @look: the look
 *
 * Return: true if every limit of the domain has been claimed.
 */
bool xbt_look_over(const struct xbt_look *look)
{
	return look->claimed[XBT_TOTAL] ||
	       (look->claimed[XBT_READ] && look->claimed[XBT_WRITE]);
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
