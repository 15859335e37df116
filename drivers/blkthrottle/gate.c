// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate: every request of every disk passes here, at once or later.
 *
 * Locking and lifetime:
 *
 * - &xbt_domain.lock guards the domain's flow: limits, tokens, queues. It is
 *   taken with interrupts off (the timer takes it in hard interrupt context),
 *   by requests of a limited direction, by the timer, and by changes. It nests
 *   inside both mutexes, and outside of the wait queues' locks.
 * - A request of a direction without limit, of a ring that holds nothing, takes
 *   no lock and writes to nothing but its CPU's counters and itself.
 * - Requests are released under the lock. ring_down takes it too, after which
 *   nothing in here knows the ring any more.
 * - A request that may go while others of its ring, released before, still
 *   wait for the ring's thread is released behind them instead. Only that
 *   thread takes them and only that thread asks, so they cannot vanish between
 *   the look and the release; thus no request is overtaken on its last yard.
 */
#include <linux/slab.h>
#include "domain.h"

/**
 * struct xbt_gate_ring - a ring at the gate
 * @core: what the flow knows of it; under the domain's lock
 * @ring: the seam's side
 * @dom: its domain
 * @waiting: requests held; written under the domain's lock, and counted down
 *	only when the request is on the ring's list already
 */
struct xbt_gate_ring {
	struct xbt_ring core;
	struct xbh_blk_ring *ring;
	struct xbt_domain *dom;
	unsigned int waiting;
};

static struct xbt_req *xbt_gate_core(struct xbh_blk_req *req)
{
	BUILD_BUG_ON(sizeof(struct xbt_req) > sizeof(req->cb));
	return (struct xbt_req *)req->cb;
}

static struct xbh_blk_req *xbt_gate_seam(struct xbt_req *req)
{
	return container_of((void *)req, struct xbh_blk_req, cb);
}

static enum xbt_dir xbt_gate_dir(const struct xbh_blk_req *req)
{
	return req->op == XBH_BLK_READ ? XBT_READ : XBT_WRITE;
}

/* What @req costs: a discard moves no bytes; a flush those it brings along. */
static u64 xbt_gate_bytes(const struct xbh_blk_req *req)
{
	return req->op == XBH_BLK_DISCARD ? 0 : req->bytes;
}

/* @req goes: count it. */
static void xbt_gate_count(struct xbt_domain *dom, const struct xbh_blk_req *req)
{
	enum xbt_dir dir = xbt_gate_dir(req);

	this_cpu_inc(dom->counters->ios[dir]);
	this_cpu_add(dom->counters->bytes[dir], xbt_gate_bytes(req));
	if (req->op > XBH_BLK_WRITE)
		this_cpu_inc(dom->counters->other_ios);
}

/* A request is held no more. Lock held. */
static void xbt_gate_release(struct xbt_domain *dom, struct xbt_gate_ring *gr,
			     struct xbt_req *core, u64 now)
{
	struct xbt_held_counters *held = &dom->held[core->dir];
	u64 waited = now > core->since ? now - core->since : 0;

	held->waiting--;
	held->wait_ns += waited;
	held->wait_max_ns = max(held->wait_max_ns, waited);
	xbh_blk_release(gr->ring, xbt_gate_seam(core));
	/* Pairs with the load in xbt_gate_hold(). */
	smp_store_release(&gr->waiting, gr->waiting - 1);
}

/* Release who may go and set the timer for the next one. Lock held. */
static void xbt_gate_turn(struct xbt_domain *dom, u64 now)
{
	struct xbt_ring *core;
	struct xbt_req *req;
	u64 wait;

	while ((req = xbt_flow_next(&dom->flow, now, &core))) {
		xbt_gate_count(dom, xbt_gate_seam(req));
		xbt_gate_release(dom, container_of(core, struct xbt_gate_ring, core),
				 req, now);
	}

	wait = xbt_flow_wait(&dom->flow, now);
	if (wait == U64_MAX)
		hrtimer_try_to_cancel(&dom->timer);
	else
		hrtimer_start(&dom->timer, ns_to_ktime(now + wait),
			      HRTIMER_MODE_ABS);
}

static enum hrtimer_restart xbt_gate_timer(struct hrtimer *timer)
{
	struct xbt_domain *dom = container_of(timer, struct xbt_domain, timer);
	unsigned long flags;

	spin_lock_irqsave(&dom->lock, flags);
	xbt_gate_turn(dom, ktime_get_ns());
	spin_unlock_irqrestore(&dom->lock, flags);
	/* Where there is a next one, it has been started for that. */
	return HRTIMER_NORESTART;
}

/**
 * xbt_gate_open() - set up the gate of a new domain
 * @dom: the domain; nobody else knows it yet
 */
void xbt_gate_open(struct xbt_domain *dom)
{
	xbt_flow_init(&dom->flow, ktime_get_ns());
	hrtimer_init(&dom->timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	dom->timer.function = xbt_gate_timer;
}

/**
 * xbt_gate_close() - the domain has no rings any more
 * @dom: the domain
 *
 * A limit that is set now finds nothing held and does not arm the timer.
 *
 * Context: process, may sleep.
 */
void xbt_gate_close(struct xbt_domain *dom)
{
	hrtimer_cancel(&dom->timer);
}

/**
 * xbt_gate_limits_changed() - make changed limits felt at once
 * @dom: the domain
 * @now: CLOCK_MONOTONIC, ns
 *
 * Context: the domain's lock held, or the domain not known to anybody yet.
 */
void xbt_gate_limits_changed(struct xbt_domain *dom, u64 now)
{
	enum xbt_dir dir;

	for (dir = 0; dir < XBT_DIRS; dir++)
		WRITE_ONCE(dom->limited[dir], xbt_flow_limits(&dom->flow, dir));
	xbt_gate_turn(dom, now);
}

static int xbt_gate_ring_up(struct xbh_blk_ring *ring)
{
	struct xbt_gate_ring *gr = kzalloc(sizeof(*gr), GFP_KERNEL);

	if (!gr)
		return -ENOMEM;
	gr->ring = ring;
	gr->dom = ring->vbd->priv;
	xbt_domain_count_ring(gr->dom, 1);
	ring->priv = gr;
	return 0;
}

static void xbt_gate_ring_drain(struct xbh_blk_ring *ring)
{
	struct xbt_gate_ring *gr = ring->priv;
	struct xbt_domain *dom = gr->dom;
	u64 now = ktime_get_ns();
	struct xbt_req *req;

	/*
	 * Not counted as let go: the ring has stopped and the backend answers
	 * them itself, or the governor leaves and its numbers with it.
	 */
	spin_lock_irq(&dom->lock);
	while ((req = xbt_flow_drain(&dom->flow, &gr->core)))
		xbt_gate_release(dom, gr, req, now);
	/* The timer may have been set for one of these. */
	xbt_gate_turn(dom, now);
	spin_unlock_irq(&dom->lock);
}

static void xbt_gate_ring_down(struct xbh_blk_ring *ring)
{
	struct xbt_gate_ring *gr = ring->priv;

	xbt_gate_ring_drain(ring);
	xbt_domain_count_ring(gr->dom, -1);
	ring->priv = NULL;
	kfree(gr);
}

static bool xbt_gate_hold_slow(struct xbt_gate_ring *gr, struct xbh_blk_req *req,
			       u64 now)
{
	struct xbt_domain *dom = gr->dom;
	struct xbt_req *core = xbt_gate_core(req);
	struct xbt_held_counters *held;
	unsigned long flags;
	bool hold = true;

	core->dir = xbt_gate_dir(req);
	core->barrier = req->op == XBH_BLK_BARRIER;
	core->bytes = xbt_gate_bytes(req);

	spin_lock_irqsave(&dom->lock, flags);
	if (xbt_flow_ask(&dom->flow, &gr->core, core, now)) {
		xbt_gate_count(dom, req);
		hold = xbh_blk_ready(gr->ring);
		if (hold)
			xbh_blk_release(gr->ring, req);
	} else {
		held = &dom->held[core->dir];
		held->ios++;
		held->bytes += core->bytes;
		held->waiting++;
		WRITE_ONCE(gr->waiting, gr->waiting + 1);
		/* For those behind others the timer has been set already. */
		if (xbt_flow_is_next(&dom->flow, core))
			xbt_gate_turn(dom, now);
	}
	spin_unlock_irqrestore(&dom->lock, flags);
	return hold;
}

static bool xbt_gate_hold(struct xbh_blk_ring *ring, struct xbh_blk_req *req,
			  u64 now)
{
	struct xbt_gate_ring *gr = ring->priv;
	struct xbt_domain *dom = gr->dom;
	unsigned int waiting;

	/*
	 * Pairs with the store in xbt_gate_release(): whatever was held and
	 * waits no more is on the ring's list, at which we look last.
	 */
	waiting = smp_load_acquire(&gr->waiting);
	if (READ_ONCE(dom->limited[xbt_gate_dir(req)]) || waiting ||
	    xbh_blk_ready(ring))
		return xbt_gate_hold_slow(gr, req, now);

	xbt_gate_count(dom, req);
	return false;
}

static void xbt_gate_done(struct xbh_blk_ring *ring, struct xbh_blk_req *req,
			  int error, u64 service_ns)
{
	struct xbt_gate_ring *gr = ring->priv;
	struct xbt_counters __percpu *counters = gr->dom->counters;
	enum xbt_dir dir = xbt_gate_dir(req);

	this_cpu_inc(counters->done_ios[dir]);
	this_cpu_add(counters->service_ns[dir], service_ns);
	if (error)
		this_cpu_inc(counters->errors[dir]);
}

const struct xbh_blk_ops xbt_gate_ops = {
	.vbd_add = xbt_vbd_add,
	.vbd_del = xbt_vbd_del,
	.ring_up = xbt_gate_ring_up,
	.ring_drain = xbt_gate_ring_drain,
	.ring_down = xbt_gate_ring_down,
	.hold = xbt_gate_hold,
	.done = xbt_gate_done,
};
