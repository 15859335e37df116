/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One look through the lines of a domain; the innermost part of flow.c.
 *
 * The lines are looked through from the one that has had least to the one that
 * has had most. The first whose first request may go is served. One that may
 * not claims the limits that stand in its way, against all after it: otherwise
 * small requests could keep a bucket below what a large one needs for ever. It
 * does not claim limits that would let it go: a direction that waits for its
 * own limit leaves the total to the other one. Likewise, who lacks bytes only
 * leaves the I/Os to those who move no bytes.
 */
#ifndef _XBT_LOOK_H
#define _XBT_LOOK_H

#include "flow.h"

/* What of a limit has been claimed. */
enum xbt_claim { XBT_CLAIM_BYTES = 1, XBT_CLAIM_IOS = 2 };

/**
 * struct xbt_look - one look through the lines
 * @now: ns
 * @id: number of the look
 * @timed: is it to be found out how long to wait?
 * @claimed: limits of the domain that one line has claimed, by scope; bits of
 *	enum xbt_claim
 * @enough: who has claimed these of all limits leaves nothing to find
 * @behind: somebody waits only because of a claim
 * @until_any: ns until a limit lets go somebody whom it keeps
 * @until_all: ns until all limits let go somebody whom they keep
 */
struct xbt_look {
	u64 now;
	u64 id;
	bool timed;
	u8 claimed[XBT_SCOPES];
	u8 enough;
	bool behind;
	u64 until_any;
	u64 until_all;
};

void xbt_look_begin(struct xbt_look *look, struct xbt_flow *flow, u64 now,
		    bool timed);
bool xbt_look_at(struct xbt_look *look, struct xbt_flow *flow,
		 struct xbt_disk *disk, const struct xbt_req *req);
bool xbt_look_over(const struct xbt_look *look);
u64 xbt_look_wait(const struct xbt_look *look);

#endif /* _XBT_LOOK_H */
