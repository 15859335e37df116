/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One look through the lines of a domain; the innermost part of flow.c.
 *
 * The lines are looked through from the one that has had least to the one that
 * has had most. The first whose first request may go is served. One that may
 * not claims the limit that stands in its way, against all after it: otherwise
 * small requests could keep a bucket below what a large one needs for ever.
 *
 * It waits for one limit after the other, the narrowest first, and claims no
 * limit before those within have let it go: a direction that waits for a limit
 * of its own leaves the total to the other one, and so does a disk.
 *
 *	direction of the disk
 *	direction of the domain
 *	total of the disk
 *	total of the domain
 *
 * It could be sent to and fro between them: while it waits for one, others take
 * of another. So who has once come to a total and is sent back claims that total
 * as well until it goes.
 *
 * Who waits for bytes claims no I/Os: what moves no bytes may take of these.
 */
#ifndef _XBT_LOOK_H
#define _XBT_LOOK_H

#include "flow.h"

/**
 * struct xbt_look - one look through the lines
 * @now: ns
 * @id: number of the look
 * @timed: is it to be found out how long to wait?
 * @claimed: parts of the domain's limits that a line has claimed, by scope
 * @wait: ns until a limit lets go somebody who is first to ask for it; U64_MAX
 *	if nobody waits
 */
struct xbt_look {
	u64 now;
	u64 id;
	bool timed;
	u8 claimed[XBT_SCOPES];
	u64 wait;
};

void xbt_look_begin(struct xbt_look *look, struct xbt_flow *flow, u64 now,
		    bool timed);
bool xbt_look_at(struct xbt_look *look, struct xbt_flow *flow,
		 struct xbt_line *line, const struct xbt_req *req);

#endif /* _XBT_LOOK_H */
