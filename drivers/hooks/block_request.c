// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a block request: asked about, held, released, submitted, done.
 * Rules of locking and lifetime stand at the top of block.c.
 */
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include "block.h"

/*
 * The number under which @ops, just read under RCU, was registered. A number
 * is never seen newer than the table: that was waited for (see unregister).
 */
static u32 xbh_blk_governor_of(const struct xbh_blk_ops *ops)
{
	/* Not older either: pairs with rcu_assign_pointer() in register. */
	smp_rmb();
	return READ_ONCE(xbh_blk_governor);
}

/**
 * __xbh_blk_hold() - the part of xbh_blk_hold() behind the static key
 * @ring: the ring
 * @req: the request, with op and bytes filled in
 *
 * Context: the ring's thread.
 * Return: as xbh_blk_hold().
 */
bool __xbh_blk_hold(struct xbh_blk_ring *ring, struct xbh_blk_req *req)
{
	const struct xbh_blk_ops *ops;
	u64 now = ktime_get_ns();
	bool held = false;

	rcu_read_lock();
	ops = rcu_dereference(xbh_blk_ops);
	if (ops) {
		req->governor = xbh_blk_governor_of(ops);
		req->start_ns = now;
		held = ops->hold(ring, req, now);
	}
	rcu_read_unlock();
	return held;
}
EXPORT_SYMBOL_GPL(__xbh_blk_hold);

/**
 * __xbh_blk_done() - the part of xbh_blk_done() behind the static key
 * @ring: the ring
 * @req: the request
 * @error: 0 or -errno
 *
 * A request that went before the present governor came, or that was asked of
 * an earlier one, is not the present one's business.
 *
 * Context: any.
 */
void __xbh_blk_done(struct xbh_blk_ring *ring, struct xbh_blk_req *req, int error)
{
	const struct xbh_blk_ops *ops;

	rcu_read_lock();
	ops = rcu_dereference(xbh_blk_ops);
	if (ops && req->governor == xbh_blk_governor_of(ops))
		ops->done(ring, req, error, ktime_get_ns() - req->start_ns);
	rcu_read_unlock();
	req->governor = 0;
}
EXPORT_SYMBOL_GPL(__xbh_blk_done);

/**
 * xbh_blk_release() - a governor lets a held request go
 * @ring: the ring it came from
 * @req: the request
 *
 * Requests of one ring leave in the order in which they are released.
 *
 * Context: any; the governor makes sure that the ring is not down yet.
 */
void xbh_blk_release(struct xbh_blk_ring *ring, struct xbh_blk_req *req)
{
	/* Only the first one needs to wake the thread: it takes them all. */
	if (llist_add(&req->link, &ring->released)) {
		wake_up(ring->wq);
		wake_up(ring->free_wq);
	}
}
EXPORT_SYMBOL_GPL(xbh_blk_release);

/**
 * xbh_blk_take() - take one request that has been released
 * @ring: the ring
 *
 * Context: the ring's thread, or, after it has stopped, whoever stopped it.
 * Return: the one released first, or NULL.
 */
struct xbh_blk_req *xbh_blk_take(struct xbh_blk_ring *ring)
{
	struct llist_node *first = ring->taken;

	if (!first)
		first = llist_reverse_order(llist_del_all(&ring->released));
	if (!first)
		return NULL;
	WRITE_ONCE(ring->taken, first->next);
	return llist_entry(first, struct xbh_blk_req, link);
}

/**
 * xbh_blk_next() - the next request that the governor has let go
 * @ring: the ring
 *
 * The thread submits all of them before it looks at its ring again, so that
 * none is overtaken.
 *
 * Context: the ring's thread.
 * Return: a request to be submitted, or NULL if there is none.
 */
struct xbh_blk_req *xbh_blk_next(struct xbh_blk_ring *ring)
{
	struct xbh_blk_req *req = xbh_blk_take(ring);

	if (req)
		req->start_ns = ktime_get_ns();
	return req;
}
EXPORT_SYMBOL_GPL(xbh_blk_next);
