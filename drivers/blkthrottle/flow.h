/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flow of a domain's requests through its limits: who may go, who waits,
 * and who is next. Pure core like bucket.h: no clock, no lock, no allocation;
 * the caller serialises all calls on one flow and passes the time.
 *
 * Order: requests of one ring and direction leave in the order they came, and
 * rings take turns. Reads and writes do not wait for each other. A barrier
 * waits for all that its ring holds and is waited for by all that follow it.
 */
#ifndef _XBT_FLOW_H
#define _XBT_FLOW_H

#include "bucket.h"

/* A flush, a barrier or a discard counts as a write. */
enum xbt_dir { XBT_READ, XBT_WRITE, XBT_DIRS };

/**
 * struct xbt_link - a place in a queue
 * @next: who comes after
 */
struct xbt_link {
	struct xbt_link *next;
};

/**
 * struct xbt_queue - first in, first out
 * @head: who is first, or NULL
 * @tail: who is last; undefined if there is none
 */
struct xbt_queue {
	struct xbt_link *head;
	struct xbt_link *tail;
};

/**
 * struct xbt_req - a request as the core sees it
 * @link: in a queue of its ring, while it waits
 * @bytes: what it costs of the bytes per second; it always costs one I/O
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
 * struct xbt_ring - one ring of a domain
 * @held: requests that wait for tokens, by direction
 * @turn: the ring's place in the domain's turns, by direction
 * @fenced: requests behind a barrier, with it or without
 * @nr_held: requests in @held, both directions
 * @barrier: one of @held is a barrier
 */
struct xbt_ring {
	struct xbt_queue held[XBT_DIRS];
	struct xbt_link turn[XBT_DIRS];
	struct xbt_queue fenced;
	unsigned int nr_held;
	bool barrier;
};

/**
 * struct xbt_flow - all of one domain
 * @bps: bytes per second, by direction
 * @iops: I/Os per second, by direction
 * @turns: rings with held requests, the next to be served first
 */
struct xbt_flow {
	struct xbt_bucket bps[XBT_DIRS];
	struct xbt_bucket iops[XBT_DIRS];
	struct xbt_queue turns[XBT_DIRS];
};

void xbt_flow_init(struct xbt_flow *flow, u64 now);
bool xbt_flow_limits(const struct xbt_flow *flow, enum xbt_dir dir);
bool xbt_flow_ask(struct xbt_flow *flow, struct xbt_ring *ring,
		  struct xbt_req *req, u64 now);
struct xbt_req *xbt_flow_next(struct xbt_flow *flow, u64 now,
			      struct xbt_ring **ring);
bool xbt_flow_is_next(const struct xbt_flow *flow, const struct xbt_req *req);
u64 xbt_flow_wait(struct xbt_flow *flow, u64 now);
struct xbt_req *xbt_flow_drain(struct xbt_flow *flow, struct xbt_ring *ring);

#endif /* _XBT_FLOW_H */
