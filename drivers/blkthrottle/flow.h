/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flow of a domain's requests through its limits: who may go, who waits,
 * and who is next. Pure core like bucket.h: no clock, no lock, no allocation;
 * the caller serialises all calls on one flow and passes the time.
 *
 * A request goes when all limits over it have what it takes: its direction's
 * and the total, of its disk and of its domain. It is charged to all of them at
 * that moment, and to none before.
 *
 * Order: requests of one ring and direction leave in the order they came, but
 * what moves no bytes does not wait behind what does; rings of one disk take
 * turns; among the disks and lanes of a domain the one that has had least comes
 * first. Reads and writes do not wait for each other, but for a total that both
 * share. A barrier waits for all that its ring holds
 * and is waited for by all that follow it.
 */
#ifndef _XBT_FLOW_H
#define _XBT_FLOW_H

#include "limitset.h"
#include "queue.h"

/**
 * struct xbt_req - a request as the core sees it
 * @link: in a queue of its ring, while it waits
 * @bytes: what it costs of the bytes per second
 * @since: when it was held, ns; kept for the caller
 * @dir: whose limits apply
 * @barrier: must not be overtaken and must not overtake
 */
struct xbt_req {
	struct xbt_link link;
	u64 bytes;
	u64 since;
	u8 dir;
	bool barrier;
};

/**
 * enum xbt_lane - who waits behind whom: requests of one direction, but for
 * those that move no bytes, which do not wait behind those that do
 * @XBT_LIGHT: flushes and discards; they are writes and fall under their limits
 * @XBT_LANES: how many; those before are an enum xbt_dir
 */
enum xbt_lane { XBT_LIGHT = XBT_DIRS, XBT_LANES };

/* How far a request has come, see look.h. */
enum xbt_insists { XBT_INSISTS_NOT, XBT_INSISTS_DISK, XBT_INSISTS_FLOW };

/**
 * struct xbt_line - requests of one disk and lane that wait for tokens
 * @link: in the line of lines, see &xbt_flow.lines
 * @rings: rings that hold some of them, taking turns
 * @had: what it has had of the domain's limits; compared with other lines only
 * @lane: the lane
 * @insists: which total its first request has come to, an enum xbt_insists
 * @kept: a limit of its disk's own has kept it since it was served last
 */
struct xbt_line {
	struct xbt_link link;
	struct xbt_queue rings;
	u64 had;
	u8 lane;
	u8 insists;
	bool kept;
};

/**
 * struct xbt_disk - one disk of a domain
 * @limits: its own
 * @line: who waits, by lane
 * @look: the look (see look.h) that @claimed is of
 * @claimed: parts of its limits that a line has claimed, by scope
 */
struct xbt_disk {
	struct xbt_limits limits;
	struct xbt_line line[XBT_LANES];
	u64 look;
	u8 claimed[XBT_SCOPES];
};

static inline struct xbt_disk *xbt_line_disk(struct xbt_line *line)
{
	return xbt_entry(line - line->lane, struct xbt_disk, line);
}

/**
 * struct xbt_ring - one ring of a disk; all zero but for @disk at the start
 * @disk: its disk
 * @held: requests that wait for tokens, by lane
 * @turn: the ring's place among those of its disk, by lane
 * @fenced: requests behind a barrier, with it or without
 * @nr_held: requests in @held, all lanes
 * @barrier: one of @held is a barrier
 */
struct xbt_ring {
	struct xbt_disk *disk;
	struct xbt_queue held[XBT_LANES];
	struct xbt_link turn[XBT_LANES];
	struct xbt_queue fenced;
	unsigned int nr_held;
	bool barrier;
};

/**
 * struct xbt_flow - all of one domain
 * @lines: lines with somebody in them, who has had least first
 * @had: what the line served last had got before, by direction; where newcomers
 *	start. Directions that are limited each on its own go at different rates
 * @nr_lines: how many there are in @lines, by direction
 * @looks: how often the lines have been looked through
 * @limits: those of the domain as a whole
 *
 * What every request looks at is in the first line of the cache, and each
 * bucket has one of its own.
 */
struct xbt_flow {
	struct xbt_queue lines;
	u64 had[XBT_DIRS];
	unsigned int nr_lines[XBT_DIRS];
	u64 looks;
	struct xbt_limits limits;
} __aligned(64);

/**
 * enum xbt_answer - what becomes of a request
 * @XBT_GO: it goes now and has been charged
 * @XBT_HELD: it is held; when who may go is known already
 * @XBT_HELD_FIRST: it is held, and xbt_flow_next() has to be asked anew
 */
enum xbt_answer { XBT_GO, XBT_HELD, XBT_HELD_FIRST };

void xbt_flow_init(struct xbt_flow *flow);
void xbt_disk_init(struct xbt_disk *disk);
enum xbt_answer xbt_flow_ask(struct xbt_flow *flow, struct xbt_ring *ring,
			     struct xbt_req *req, u64 now);
struct xbt_req *xbt_flow_next(struct xbt_flow *flow, u64 now,
			      struct xbt_ring **ring, u64 *wait);
void xbt_flow_level(struct xbt_flow *flow);
struct xbt_req *xbt_flow_drain(struct xbt_flow *flow, struct xbt_ring *ring);

#endif /* _XBT_FLOW_H */
