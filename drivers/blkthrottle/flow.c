// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may go, who waits and who is next; see flow.h.
 */
#include "flow.h"

#define xbt_entry(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

static struct xbt_req *xbt_req_of(struct xbt_link *link)
{
	return xbt_entry(link, struct xbt_req, link);
}

static struct xbt_ring *xbt_ring_of(struct xbt_link *link, enum xbt_dir dir)
{
	return xbt_entry(link - dir, struct xbt_ring, turn);
}

static void xbt_queue_push(struct xbt_queue *q, struct xbt_link *link)
{
	link->next = NULL;
	if (q->head)
		q->tail->next = link;
	else
		q->head = link;
	q->tail = link;
}

static struct xbt_link *xbt_queue_pop(struct xbt_queue *q)
{
	struct xbt_link *link = q->head;

	if (link)
		q->head = link->next;
	return link;
}

/* Take @link out, wherever it is; it may not be there. */
static void xbt_queue_remove(struct xbt_queue *q, const struct xbt_link *link)
{
	struct xbt_link *prev = NULL, *at;

	for (at = q->head; at && at != link; at = at->next)
		prev = at;
	if (!at)
		return;
	if (prev)
		prev->next = at->next;
	else
		q->head = at->next;
	if (q->tail == at)
		q->tail = prev;
}

/**
 * xbt_flow_init() - a domain without limits that holds nothing
 * @flow: the domain
 * @now: ns, on the clock of all later calls
 *
 * A struct xbt_ring needs no more than to be zeroed.
 */
void xbt_flow_init(struct xbt_flow *flow, u64 now)
{
	int dir;

	for (dir = 0; dir < XBT_DIRS; dir++) {
		xbt_bucket_init(&flow->bps[dir], now);
		xbt_bucket_init(&flow->iops[dir], now);
		flow->turns[dir].head = NULL;
	}
}

/**
 * xbt_flow_limits() - is there any limit for a direction?
 * @flow: the domain
 * @dir: the direction
 *
 * Return: false where requests need not be asked about.
 */
bool xbt_flow_limits(const struct xbt_flow *flow, enum xbt_dir dir)
{
	return xbt_bucket_limits(&flow->bps[dir]) ||
	       xbt_bucket_limits(&flow->iops[dir]);
}

/* Charge @req if both buckets have what it costs. */
static bool xbt_flow_take(struct xbt_flow *flow, const struct xbt_req *req,
			  u64 now)
{
	struct xbt_bucket *bps = &flow->bps[req->dir];
	struct xbt_bucket *iops = &flow->iops[req->dir];

	if (!xbt_bucket_has(bps, req->bytes, now) ||
	    !xbt_bucket_has(iops, 1, now))
		return false;

	xbt_bucket_take(bps, req->bytes);
	xbt_bucket_take(iops, 1);
	return true;
}

/* May @req wait for tokens, or has it to stay behind a fence first? */
static bool xbt_ring_open(const struct xbt_ring *ring, const struct xbt_req *req)
{
	return !ring->barrier && !(req->barrier && ring->nr_held);
}

static void xbt_ring_hold(struct xbt_flow *flow, struct xbt_ring *ring,
			  struct xbt_req *req)
{
	if (!ring->held[req->dir].head)
		xbt_queue_push(&flow->turns[req->dir], &ring->turn[req->dir]);
	xbt_queue_push(&ring->held[req->dir], &req->link);
	ring->nr_held++;
	if (req->barrier)
		ring->barrier = true;
}

/* A held request has left: let through the fence who may. */
static void xbt_ring_advance(struct xbt_flow *flow, struct xbt_ring *ring)
{
	while (ring->fenced.head &&
	       xbt_ring_open(ring, xbt_req_of(ring->fenced.head)))
		xbt_ring_hold(flow, ring,
			      xbt_req_of(xbt_queue_pop(&ring->fenced)));
}

/**
 * xbt_flow_ask() - may a request go?
 * @flow: the domain
 * @ring: the ring it came from
 * @req: the request; kept if it may not go yet
 * @now: ns
 *
 * Return: true if it goes now and has been charged; false if it is held.
 */
bool xbt_flow_ask(struct xbt_flow *flow, struct xbt_ring *ring,
		  struct xbt_req *req, u64 now)
{
	req->since = now;

	if (ring->fenced.head || !xbt_ring_open(ring, req)) {
		xbt_queue_push(&ring->fenced, &req->link);
		return false;
	}

	/* Those who wait come first, whatever ring they are of. */
	if (!flow->turns[req->dir].head && xbt_flow_take(flow, req, now))
		return true;

	xbt_ring_hold(flow, ring, req);
	return false;
}

/* Who waits longest for tokens of a direction, among rings taking turns. */
static struct xbt_req *xbt_flow_first(const struct xbt_flow *flow,
				      enum xbt_dir dir)
{
	struct xbt_link *turn = flow->turns[dir].head;

	if (!turn)
		return NULL;
	return xbt_req_of(xbt_ring_of(turn, dir)->held[dir].head);
}

/**
 * xbt_flow_is_next() - is a request the first of those that wait for tokens?
 * @flow: the domain
 * @req: a request that has just been held
 *
 * Return: true if xbt_flow_wait() has to be asked because of it.
 */
bool xbt_flow_is_next(const struct xbt_flow *flow, const struct xbt_req *req)
{
	return xbt_flow_first(flow, req->dir) == req;
}

static struct xbt_req *xbt_flow_next_of(struct xbt_flow *flow, enum xbt_dir dir,
					u64 now, struct xbt_ring **ringp)
{
	struct xbt_queue *turns = &flow->turns[dir];
	struct xbt_req *req = xbt_flow_first(flow, dir);
	struct xbt_ring *ring;

	if (!req || !xbt_flow_take(flow, req, now))
		return NULL;

	ring = xbt_ring_of(turns->head, dir);
	xbt_queue_pop(&ring->held[dir]);
	xbt_queue_pop(turns);
	if (ring->held[dir].head)
		xbt_queue_push(turns, &ring->turn[dir]);
	ring->nr_held--;
	if (req->barrier)
		ring->barrier = false;
	xbt_ring_advance(flow, ring);
	*ringp = ring;
	return req;
}

/**
 * xbt_flow_next() - the next held request that may go
 * @flow: the domain
 * @now: ns
 * @ring: where to put its ring
 *
 * Return: a request that has been charged and is held no more; NULL if there
 * is none, or none that may go.
 */
struct xbt_req *xbt_flow_next(struct xbt_flow *flow, u64 now,
			      struct xbt_ring **ring)
{
	struct xbt_req *req = xbt_flow_next_of(flow, XBT_READ, now, ring);

	return req ? req : xbt_flow_next_of(flow, XBT_WRITE, now, ring);
}

/**
 * xbt_flow_wait() - when to call xbt_flow_next() again
 * @flow: the domain, for which xbt_flow_next() has said NULL
 * @now: ns
 *
 * Return: ns from @now; U64_MAX if nothing waits.
 */
u64 xbt_flow_wait(struct xbt_flow *flow, u64 now)
{
	u64 first = U64_MAX;
	int dir;

	for (dir = 0; dir < XBT_DIRS; dir++) {
		struct xbt_req *req = xbt_flow_first(flow, dir);
		u64 bps, iops, ns;

		if (!req)
			continue;
		bps = xbt_bucket_wait(&flow->bps[dir], req->bytes, now);
		iops = xbt_bucket_wait(&flow->iops[dir], 1, now);
		ns = bps > iops ? bps : iops;
		if (ns < first)
			first = ns;
	}
	return first;
}

/**
 * xbt_flow_drain() - take back what a ring holds, uncharged
 * @flow: the domain
 * @ring: the ring
 *
 * Return: one request, in an order that keeps the ring's rules; NULL when
 * there are no more.
 */
struct xbt_req *xbt_flow_drain(struct xbt_flow *flow, struct xbt_ring *ring)
{
	struct xbt_req *req;
	int dir;

	for (dir = 0; dir < XBT_DIRS; dir++) {
		if (!ring->held[dir].head)
			continue;
		req = xbt_req_of(xbt_queue_pop(&ring->held[dir]));
		if (!ring->held[dir].head)
			xbt_queue_remove(&flow->turns[dir], &ring->turn[dir]);
		ring->nr_held--;
		if (req->barrier)
			ring->barrier = false;
		xbt_ring_advance(flow, ring);
		return req;
	}
	return NULL;
}
