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
 * - A request of a direction without limit at either level, of a ring that
 *   holds nothing, takes no lock and writes to nothing but its CPU's counters
 *   and itself.
 * - Requests are released under the lock. ring_down takes it too, after which
 *   nothing in here knows the ring any more.
 * - A request that may go while others of its ring, released before, still
 *   wait for the ring's thread is released behind them instead. Only that
 *   thread takes them and only that thread asks, so they cannot vanish between
 *   the look and the release; thus no request is overtaken on its last yard.
 */
#include "gate.h"
#include "hist.h"
#include "trace.h"

/* A domain of which nothing was held for so long is throttled no more. */
#define XBT_CALM_NS (100 * NSEC_PER_MSEC)

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
static void xbt_gate_count(struct xbt_vbd *vbd, const struct xbh_blk_req *req)
{
	struct xbt_counters __percpu *counters = vbd->counters;
	enum xbt_dir dir = xbt_gate_dir(req);

	this_cpu_inc(counters->ios[dir]);
	this_cpu_add(counters->bytes[dir], xbt_gate_bytes(req));
	if (req->op > XBH_BLK_WRITE)
		this_cpu_inc(counters->other_ios);
}

/* Throttling of a domain began or ended. Lock held. */
static void xbt_gate_tell(struct xbt_domain *dom, enum xbt_event_type type)
{
	struct xbt_vbd *vbd;

	dom->throttled = type == XBT_THROTTLE_BEGAN;
	xbt_event_add(type, (struct xbt_target){ dom }, 0, 0);
	if (dom->level.stat)
		sysfs_notify_dirent(dom->level.stat);
	list_for_each_entry(vbd, &dom->vbds, node)
		if (vbd->level.stat)
			sysfs_notify_dirent(vbd->level.stat);
}

static bool xbt_gate_idle(const struct xbt_domain *dom)
{
	return !dom->level.held[XBT_READ].waiting &&
	       !dom->level.held[XBT_WRITE].waiting;
}

/* A request is held. Lock held. */
static void xbt_gate_park(struct xbt_gate_ring *gr, struct xbt_req *core, u64 now)
{
	struct xbt_vbd *vbd = gr->vbd;
	struct xbt_domain *dom = vbd->dom;

	trace_xbt_park(dom->domid, vbd->devid, xbt_gate_seam(core)->op, core->bytes);
	xbt_stats_hold(&dom->level, core, now);
	xbt_stats_hold(&vbd->level, core, now);
	WRITE_ONCE(gr->waiting, gr->waiting + 1);
	if (!dom->throttled)
		xbt_gate_tell(dom, XBT_THROTTLE_BEGAN);
}

/*
 * A request is held no more. One that is not @served is answered by the
 * backend, whose ring has stopped, or goes while the governor leaves and its
 * numbers with it. Lock held.
 */
static void xbt_gate_release(struct xbt_gate_ring *gr, struct xbt_req *core,
			     u64 now, bool served)
{
	struct xbt_vbd *vbd = gr->vbd;
	struct xbt_domain *dom = vbd->dom;
	struct xbh_blk_req *req = xbt_gate_seam(core);

	if (served) {
		xbt_gate_count(vbd, req);
		trace_xbt_release(dom->domid, vbd->devid, req->op, core->bytes,
				  xbt_stats_waited(core, now));
	}
	xbt_stats_release(&dom->level, core, now, served);
	xbt_stats_release(&vbd->level, core, now, served);
	if (xbt_gate_idle(dom))
		dom->idle_ns = now;
	xbh_blk_release(gr->ring, req);
	/* Pairs with the load in xbt_gate_hold(). */
	smp_store_release(&gr->waiting, gr->waiting - 1);
}

/* Nothing is held: when has that been so long enough? Lock held. */
static void xbt_gate_calm(struct xbt_domain *dom, u64 now)
{
	if (!dom->throttled)
		return;
	/* Another CPU may have read a later time and got the lock before us. */
	if (now >= dom->idle_ns + XBT_CALM_NS)
		xbt_gate_tell(dom, XBT_THROTTLE_ENDED);
	else
		hrtimer_start(&dom->timer,
			      ns_to_ktime(dom->idle_ns + XBT_CALM_NS),
			      HRTIMER_MODE_ABS);
}

/* Release who may go and set the timer for the next one. Lock held. */
static void xbt_gate_turn(struct xbt_domain *dom, u64 now)
{
	struct xbt_ring *core;
	struct xbt_req *req;
	u64 wait;

	if (dom->moved)
		return;

	while ((req = xbt_flow_next(&dom->flow, now, &core, &wait)))
		xbt_gate_release(container_of(core, struct xbt_gate_ring, core),
				 req, now, true);

	if (wait == U64_MAX)
		xbt_gate_calm(dom, now);
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
 * xbt_gate_init() - set up the gate of a new domain
 * @dom: the domain; nobody else knows it yet
 */
void xbt_gate_init(struct xbt_domain *dom)
{
	xbt_flow_init(&dom->flow);
	hrtimer_init(&dom->timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	dom->timer.function = xbt_gate_timer;
}

/**
 * xbt_gate_close() - the domain has no disks any more
 * @dom: the domain
 *
 * A limit that is set now finds nothing held and nothing throttled, and does
 * not arm the timer.
 *
 * Context: process, may sleep.
 */
void xbt_gate_close(struct xbt_domain *dom)
{
	spin_lock_irq(&dom->lock);
	if (dom->throttled)
		xbt_gate_tell(dom, XBT_THROTTLE_ENDED);
	spin_unlock_irq(&dom->lock);
	hrtimer_cancel(&dom->timer);
}

/**
 * xbt_gate_limits_changed() - make changed limits felt at once
 * @dom: the domain
 * @now: CLOCK_MONOTONIC, ns
 *
 * Context: the domain's lock held.
 */
void xbt_gate_limits_changed(struct xbt_domain *dom, u64 now)
{
	struct xbt_vbd *vbd;
	enum xbt_dir dir;

	list_for_each_entry(vbd, &dom->vbds, node)
		for (dir = 0; dir < XBT_DIRS; dir++)
			WRITE_ONCE(vbd->limited[dir],
				   xbt_limits_any(&dom->flow.limits, dir) ||
				   xbt_limits_any(&vbd->disk.limits, dir));
	xbt_flow_level(&dom->flow);
	xbt_gate_turn(dom, now);
}

/**
 * xbt_gate_moved() - a domain has been migrated away, or not after all
 * @dom: the domain
 * @moved: it has: nothing that is held leaves
 *
 * Context: process, may sleep.
 */
void xbt_gate_moved(struct xbt_domain *dom, bool moved)
{
	spin_lock_irq(&dom->lock);
	if (dom->moved != moved)
		pr_info("xen-blkthrottle: dom%u %s\n", dom->domid, moved ?
			"has been migrated away: what is held of it stays held" :
			"is back: what is held of it goes on");
	dom->moved = moved;
	xbt_gate_turn(dom, ktime_get_ns());
	spin_unlock_irq(&dom->lock);
}

/**
 * xbt_gate_drain() - release all that is held of a ring, uncharged
 * @gr: the ring
 *
 * Context: process.
 */
void xbt_gate_drain(struct xbt_gate_ring *gr)
{
	struct xbt_domain *dom = gr->vbd->dom;
	struct xbt_req *req;
	u64 now;

	spin_lock_irq(&dom->lock);
	now = ktime_get_ns();
	while ((req = xbt_flow_drain(&dom->flow, &gr->core)))
		xbt_gate_release(gr, req, now, false);
	/* The timer may have been set for one of these. */
	xbt_gate_turn(dom, now);
	spin_unlock_irq(&dom->lock);
}

/**
 * xbt_gate_open_disk() - release all that is held of a disk, for good
 * @seam: the seam's side of the disk
 *
 * Context: process, under the seam's mutex.
 */
void xbt_gate_open_disk(struct xbh_blk_vbd *seam)
{
	struct xbt_vbd *vbd = seam->priv;
	struct xbh_blk_ring *ring;

	spin_lock_irq(&vbd->dom->lock);
	vbd->open = true;
	spin_unlock_irq(&vbd->dom->lock);
	/* What is asked about from here on goes behind what these release. */
	list_for_each_entry(ring, &seam->rings, node)
		if (ring->priv)
			xbt_gate_drain(ring->priv);
}

static bool xbt_gate_hold_slow(struct xbt_gate_ring *gr, struct xbh_blk_req *req,
			       u64 now)
{
	struct xbt_domain *dom = gr->vbd->dom;
	struct xbt_req *core = xbt_gate_core(req);
	enum xbt_answer answer;
	unsigned long flags;
	bool hold = true;

	core->dir = xbt_gate_dir(req);
	core->barrier = req->op == XBH_BLK_BARRIER;
	core->bytes = xbt_gate_bytes(req);

	spin_lock_irqsave(&dom->lock, flags);
	/* Of a disk that is open, those that are still held are drained soon. */
	if (gr->vbd->open && !gr->waiting)
		answer = XBT_GO;
	else
		answer = xbt_flow_ask(&dom->flow, &gr->core, core, now);
	if (answer == XBT_GO) {
		xbt_gate_count(gr->vbd, req);
		hold = xbh_blk_ready(gr->ring);
		if (hold)
			xbh_blk_release(gr->ring, req);
	} else {
		xbt_gate_park(gr, core, now);
		if (answer == XBT_HELD_FIRST)
			xbt_gate_turn(dom, now);
	}
	spin_unlock_irqrestore(&dom->lock, flags);
	return hold;
}

/**
 * xbt_gate_hold() - may a request go now? See &xbh_blk_ops.hold
 * @ring: the ring
 * @req: the request
 * @now: CLOCK_MONOTONIC, ns
 *
 * Return: false if it goes now.
 */
bool xbt_gate_hold(struct xbh_blk_ring *ring, struct xbh_blk_req *req, u64 now)
{
	struct xbt_gate_ring *gr = ring->priv;
	struct xbt_vbd *vbd = gr->vbd;
	unsigned int waiting;

	/*
	 * Pairs with the store in xbt_gate_release(): whatever was held and
	 * waits no more is on the ring's list, at which we look last.
	 */
	waiting = smp_load_acquire(&gr->waiting);
	if (READ_ONCE(vbd->limited[xbt_gate_dir(req)]) || waiting ||
	    xbh_blk_ready(ring))
		return xbt_gate_hold_slow(gr, req, now);

	xbt_gate_count(vbd, req);
	return false;
}

/**
 * xbt_gate_done() - a request has completed. See &xbh_blk_ops.done
 * @ring: the ring
 * @req: the request
 * @error: 0 or -errno
 * @service_ns: time since it went to the disk
 */
void xbt_gate_done(struct xbh_blk_ring *ring, struct xbh_blk_req *req, int error,
		   u64 service_ns)
{
	struct xbt_gate_ring *gr = ring->priv;
	struct xbt_counters __percpu *counters = gr->vbd->counters;
	enum xbt_dir dir = xbt_gate_dir(req);

	this_cpu_add(counters->service_ns[dir], service_ns);
	this_cpu_inc(counters->service[dir][xbt_hist_place(service_ns)]);
	if (error)
		this_cpu_inc(counters->errors[dir]);
}
