// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may go, who waits and who is next; see flow.h, and look.h for how the
 * next one is found.
 */
#include "look.h"
#include "pass.h"

/* What an I/O counts among the lines if it has no bytes or they are not limited. */
#define XBT_SHARE_IO 65536

static struct xbt_req *xbt_req_of(struct xbt_link *link)
{
	return xbt_entry(link, struct xbt_req, link);
}

static struct xbt_line *xbt_line_of(struct xbt_link *link)
{
	return xbt_entry(link, struct xbt_line, link);
}

/* A barrier stays among those that it must not overtake. */
static unsigned int xbt_lane_of(const struct xbt_req *req)
{
	return req->bytes || req->barrier ? req->dir : XBT_LIGHT;
}

/* The ring whose turn it is. */
static struct xbt_ring *xbt_line_ring(const struct xbt_line *line)
{
	return xbt_entry(line->rings.head - line->lane, struct xbt_ring, turn);
}

/* The request whose turn it is. */
static struct xbt_req *xbt_line_first(const struct xbt_line *line)
{
	return xbt_req_of(xbt_line_ring(line)->held[line->lane].head);
}

/**
 * xbt_flow_init() - a domain without limits that holds nothing
 * @flow: the domain
 */
void xbt_flow_init(struct xbt_flow *flow)
{
	xbt_limits_init(&flow->limits);
	flow->lines.head = NULL;
	flow->had[XBT_READ] = 0;
	flow->had[XBT_WRITE] = 0;
	flow->nr_lines[XBT_READ] = 0;
	flow->nr_lines[XBT_WRITE] = 0;
	flow->looks = 0;
}

/**
 * xbt_disk_init() - a disk without limits that holds nothing
 * @disk: the disk
 */
void xbt_disk_init(struct xbt_disk *disk)
{
	int lane;

	xbt_limits_init(&disk->limits);
	for (lane = 0; lane < XBT_LANES; lane++) {
		disk->line[lane].rings.head = NULL;
		disk->line[lane].had = 0;
		disk->line[lane].lane = lane;
		disk->line[lane].insists = XBT_INSISTS_NOT;
		disk->line[lane].kept = false;
	}
	disk->look = 0;
}

/* Has @a had less than @b? Sums that have wrapped around compare right. */
static bool xbt_had_less(u64 a, u64 b)
{
	return a - b > (u64)S64_MAX;
}

static enum xbt_dir xbt_line_dir(const struct xbt_line *line)
{
	return line->lane == XBT_READ ? XBT_READ : XBT_WRITE;
}

/* Put a line behind those that have had no more; nearly always the last. */
static void xbt_lines_add(struct xbt_flow *flow, struct xbt_line *line)
{
	struct xbt_queue *lines = &flow->lines;
	struct xbt_link *prev = NULL, *at;

	flow->nr_lines[xbt_line_dir(line)]++;
	if (!lines->head || !xbt_had_less(line->had, xbt_line_of(lines->tail)->had)) {
		xbt_queue_push(lines, &line->link);
		return;
	}
	for (at = lines->head; !xbt_had_less(line->had, xbt_line_of(at)->had);
	     at = at->next)
		prev = at;
	xbt_queue_insert(lines, prev, &line->link);
}

/*
 * A line that was empty, or that its disk has kept, has not saved up anything
 * meanwhile: it starts where its direction is. And a direction of which nobody
 * waited starts where the other one is. @line is not among the lines.
 */
static void xbt_line_catch_up(struct xbt_flow *flow, struct xbt_line *line)
{
	enum xbt_dir dir = xbt_line_dir(line);
	u64 other = flow->had[!dir];

	if (!flow->nr_lines[dir] && xbt_had_less(flow->had[dir], other))
		flow->had[dir] = other;
	if (xbt_had_less(line->had, flow->had[dir]))
		line->had = flow->had[dir];
}

/**
 * xbt_flow_level() - let those who wait be even
 * @flow: the domain, of which limits have changed
 *
 * A direction that a limit has held down has had less than the other. When that
 * limit is no more, it must not keep the other from a total until it is even.
 */
void xbt_flow_level(struct xbt_flow *flow)
{
	struct xbt_link *at;

	for (at = flow->lines.head; at; at = at->next)
		xbt_line_of(at)->had = xbt_line_of(flow->lines.tail)->had;
}

/* What a request that goes counts when the next line is chosen. */
static u64 xbt_share(const struct xbt_flow *flow, const struct xbt_req *req)
{
	bool bytes = (flow->limits.active[req->dir] | flow->limits.active[XBT_TOTAL]) &
		     BIT(XBT_BPS);

	/* What has no bytes must count as well, or it would come first for ever. */
	if (bytes && req->bytes)
		return req->bytes;
	return xbt_limits_cost(&flow->limits, req->bytes).ios * XBT_SHARE_IO;
}

/* May @req wait for tokens, or has it to stay behind a fence first? */
static bool xbt_ring_open(const struct xbt_ring *ring, const struct xbt_req *req)
{
	return !ring->barrier && !(req->barrier && ring->nr_held);
}

static void xbt_ring_hold(struct xbt_flow *flow, struct xbt_ring *ring,
			  struct xbt_req *req)
{
	unsigned int lane = xbt_lane_of(req);
	struct xbt_line *line = &ring->disk->line[lane];

	if (!ring->held[lane].head) {
		if (!line->rings.head) {
			xbt_line_catch_up(flow, line);
			xbt_lines_add(flow, line);
		}
		xbt_queue_push(&line->rings, &ring->turn[lane]);
	}
	xbt_queue_push(&ring->held[lane], &req->link);
	ring->nr_held++;
	if (req->barrier)
		ring->barrier = true;
}

/*
 * @line, which is not among the lines, is served: note what it has had, and
 * where newcomers start.
 */
static void xbt_line_served(struct xbt_flow *flow, struct xbt_line *line,
			    const struct xbt_req *req)
{
	u64 *clock = &flow->had[xbt_line_dir(line)];

	if (line->kept)
		xbt_line_catch_up(flow, line);
	line->kept = false;
	if (xbt_had_less(*clock, line->had))
		*clock = line->had;
	line->had += xbt_share(flow, req);
}

/* The first of @ring in a lane leaves, @served or drained, and with it its turn. */
static void xbt_ring_let_go(struct xbt_flow *flow, struct xbt_ring *ring,
			    struct xbt_req *req, bool served)
{
	unsigned int lane = xbt_lane_of(req);
	struct xbt_line *line = &ring->disk->line[lane];

	line->insists = XBT_INSISTS_NOT;
	xbt_queue_remove(&flow->lines, &line->link);
	flow->nr_lines[xbt_line_dir(line)]--;
	if (served)
		xbt_line_served(flow, line, req);
	xbt_queue_remove(&line->rings, &ring->turn[lane]);
	xbt_queue_pop(&ring->held[lane]);
	if (ring->held[lane].head)
		xbt_queue_push(&line->rings, &ring->turn[lane]);
	if (line->rings.head)
		xbt_lines_add(flow, line);

	ring->nr_held--;
	if (req->barrier)
		ring->barrier = false;
	/* Let through the fence who may. */
	while (ring->fenced.head &&
	       xbt_ring_open(ring, xbt_req_of(ring->fenced.head)))
		xbt_ring_hold(flow, ring,
			      xbt_req_of(xbt_queue_pop(&ring->fenced)));
}

/* @req goes: charge it to all limits over it. */
static void xbt_flow_charge(struct xbt_flow *flow, struct xbt_disk *disk,
			    const struct xbt_req *req)
{
	struct xbt_cost cost = xbt_limits_cost(&flow->limits, req->bytes);

	xbt_limits_take(&flow->limits, req->dir, &cost);
	xbt_limits_take(&flow->limits, XBT_TOTAL, &cost);
	cost = xbt_limits_cost(&disk->limits, req->bytes);
	xbt_limits_take(&disk->limits, req->dir, &cost);
	xbt_limits_take(&disk->limits, XBT_TOTAL, &cost);
}

/* May @req, which would be the only one in its line, go right now? */
static bool xbt_flow_may(struct xbt_flow *flow, struct xbt_line *line,
			 const struct xbt_req *req, u64 now)
{
	struct xbt_line *first;
	struct xbt_link *at;
	struct xbt_look look;

	xbt_look_begin(&look, flow, now, false);
	for (at = flow->lines.head; at; at = at->next) {
		first = xbt_line_of(at);
		/* Then that one comes first. */
		if (xbt_look_at(&look, flow, first, xbt_line_first(first)))
			return false;
	}
	return xbt_look_at(&look, flow, line, req);
}

/* The long way. Apart from the short one, which shall not save its registers. */
static noinline enum xbt_answer xbt_flow_ask_all(struct xbt_flow *flow,
						 struct xbt_ring *ring,
						 struct xbt_req *req, u64 now)
{
	struct xbt_line *line = &ring->disk->line[xbt_lane_of(req)];

	req->since = now;
	if (ring->fenced.head || !xbt_ring_open(ring, req)) {
		xbt_queue_push(&ring->fenced, &req->link);
		return XBT_HELD;
	}

	if (line->rings.head) {
		xbt_ring_hold(flow, ring, req);
		return XBT_HELD;
	}

	if (!xbt_flow_may(flow, line, req, now)) {
		xbt_ring_hold(flow, ring, req);
		return XBT_HELD_FIRST;
	}

	xbt_flow_charge(flow, ring->disk, req);
	return XBT_GO;
}

/**
 * xbt_flow_ask() - may a request go?
 * @flow: the domain
 * @ring: the ring it came from
 * @req: the request; kept if it may not go yet
 * @now: ns
 *
 * Return: see enum xbt_answer.
 */
enum xbt_answer xbt_flow_ask(struct xbt_flow *flow, struct xbt_ring *ring,
			     struct xbt_req *req, u64 now)
{
	if (!flow->lines.head && xbt_pass(flow, ring->disk, req, now))
		return XBT_GO;
	return xbt_flow_ask_all(flow, ring, req, now);
}

/**
 * xbt_flow_next() - the next held request that may go
 * @flow: the domain
 * @now: ns
 * @ring: where to put its ring
 * @wait: where to put, if there is none, the ns from @now after which to ask
 *	again; U64_MAX if nobody waits
 *
 * Return: a request that has been charged and is held no more; NULL if there
 * is none, or none that may go.
 */
struct xbt_req *xbt_flow_next(struct xbt_flow *flow, u64 now,
			      struct xbt_ring **ring, u64 *wait)
{
	struct xbt_link *at;
	struct xbt_look look;

	xbt_look_begin(&look, flow, now, true);
	for (at = flow->lines.head; at; at = at->next) {
		struct xbt_line *line = xbt_line_of(at);
		struct xbt_req *req = xbt_line_first(line);

		if (!xbt_look_at(&look, flow, line, req))
			continue;

		*ring = xbt_line_ring(line);
		xbt_flow_charge(flow, (*ring)->disk, req);
		xbt_ring_let_go(flow, *ring, req, true);
		return req;
	}
	*wait = look.wait;
	return NULL;
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
	int lane;

	for (lane = 0; lane < XBT_LANES; lane++) {
		if (!ring->held[lane].head)
			continue;
		req = xbt_req_of(ring->held[lane].head);
		xbt_ring_let_go(flow, ring, req, false);
		return req;
	}
	return NULL;
}
