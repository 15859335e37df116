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
		.wait = U64_MAX,
	};
}

/* The parts of a scope of which a request takes anything. */
static u8 xbt_look_parts(const struct xbt_limits *limits, unsigned int scope,
			 const struct xbt_req *req)
{
	u8 parts = limits->active[scope];

	return req->bytes ? parts : parts & XBT_IN_IOS;
}

/*
 * What to claim of a scope that keeps a request which takes @parts. Who waits
 * for bytes leaves the I/Os to those who have no bytes.
 */
static u8 xbt_look_lacks(const struct xbt_look *look, struct xbt_limits *limits,
			 unsigned int scope, u8 parts, u64 bytes)
{
	struct xbt_cost cost = { .bytes = bytes };

	return xbt_limits_has(limits, scope, &cost, look->now) ? parts : parts & ~XBT_IN_IOS;
}

/*
 * Do the limits of one scope let a request go? If not, and if it is to be
 * known, note when they do.
 */
static bool xbt_look_has(struct xbt_look *look, struct xbt_limits *limits,
			 unsigned int scope, const struct xbt_cost *cost)
{
	u64 wait;

	if (!look->timed)
		return xbt_limits_has(limits, scope, cost, look->now);

	wait = xbt_limits_wait(limits, scope, cost, look->now);
	if (wait && wait < look->wait)
		look->wait = wait;
	return !wait;
}

static void xbt_look_claim_disk(const struct xbt_look *look,
				struct xbt_disk *disk, unsigned int scope, u8 parts)
{
	if (disk->look != look->id) {
		disk->look = look->id;
		disk->claimed[XBT_READ] = 0;
		disk->claimed[XBT_WRITE] = 0;
		disk->claimed[XBT_TOTAL] = 0;
	}
	disk->claimed[scope] |= parts;
}

/* What has been claimed of a disk in this look. */
static u8 xbt_look_claimed(const struct xbt_look *look, const struct xbt_disk *disk,
			   unsigned int scope)
{
	return disk->look == look->id ? disk->claimed[scope] : 0;
}

/**
 * xbt_look_at() - may a request go?
 * @look: the look, which has been at all that come before
 * @flow: the domain
 * @line: the line that it is in or would be in
 * @req: the request: the first of the line
 *
 * Return: true if it may; it has not been charged. If it may not, the limit
 * that keeps it is claimed for it.
 */
bool xbt_look_at(struct xbt_look *look, struct xbt_flow *flow,
		 struct xbt_line *line, const struct xbt_req *req)
{
	struct xbt_disk *disk = xbt_line_disk(line);
	u8 dir = xbt_look_parts(&flow->limits, req->dir, req);
	u8 total = xbt_look_parts(&flow->limits, XBT_TOTAL, req);
	u8 disk_dir = xbt_look_parts(&disk->limits, req->dir, req);
	u8 disk_total = xbt_look_parts(&disk->limits, XBT_TOTAL, req);
	struct xbt_cost narrow, wide;

	if (look->claimed[req->dir] & dir || look->claimed[XBT_TOTAL] & total ||
	    xbt_look_claimed(look, disk, req->dir) & disk_dir ||
	    xbt_look_claimed(look, disk, XBT_TOTAL) & disk_total)
		return false;

	narrow = xbt_limits_cost(&disk->limits, req->bytes);
	wide = xbt_limits_cost(&flow->limits, req->bytes);
	if (!xbt_look_has(look, &disk->limits, req->dir, &narrow)) {
		line->kept = true;
		xbt_look_claim_disk(look, disk, req->dir,
				    xbt_look_lacks(look, &disk->limits, req->dir,
						   disk_dir, req->bytes));
	} else if (!xbt_look_has(look, &flow->limits, req->dir, &wide)) {
		look->claimed[req->dir] |= xbt_look_lacks(look, &flow->limits, req->dir,
							  dir, req->bytes);
	} else if (!xbt_look_has(look, &disk->limits, XBT_TOTAL, &narrow)) {
		line->kept = true;
		xbt_look_claim_disk(look, disk, XBT_TOTAL,
				    xbt_look_lacks(look, &disk->limits, XBT_TOTAL,
						   disk_total, req->bytes));
		if (line->insists == XBT_INSISTS_FLOW)
			look->claimed[XBT_TOTAL] |= total;
		else
			line->insists = XBT_INSISTS_DISK;
		return false;
	} else if (!xbt_look_has(look, &flow->limits, XBT_TOTAL, &wide)) {
		look->claimed[XBT_TOTAL] |= xbt_look_lacks(look, &flow->limits, XBT_TOTAL,
							   total, req->bytes);
		line->insists = XBT_INSISTS_FLOW;
		return false;
	} else {
		return true;
	}

	/* It was further already: what it has found there must be there again. */
	if (line->insists)
		xbt_look_claim_disk(look, disk, XBT_TOTAL, disk_total);
	if (line->insists == XBT_INSISTS_FLOW)
		look->claimed[XBT_TOTAL] |= total;
	return false;
}
