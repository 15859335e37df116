// SPDX-License-Identifier: GPL-2.0-only
/*
 * The block side of the seam: who is connected and who governs. The way of a
 * request is in block_request.c.
 *
 * Locking and lifetime:
 *
 * - xbh_blk_mutex guards the lists of disks and rings and every change of the
 *   governor. The calls that add and remove disks, rings and governors hold it
 *   and call the governor's operations under it, so these never run beside
 *   each other. It is never taken on the request path.
 * - xbh_blk_ops is read under rcu_read_lock() on the request path. When a
 *   governor leaves, the pointer is cleared and a grace period waited for
 *   before its ring_down and vbd_del are called: no hold or done can run then.
 * - A ring is published to the governor (ring_up) before its thread starts, or
 *   before the governor is published, whichever is later; its priv is
 *   therefore valid wherever hold or done can see the governor.
 * - A ring may go (ring_down) only when its thread has stopped and nothing of
 *   it is in flight. The backend sees to that.
 * - &xbh_blk_ring.released takes requests from any context; its only consumer
 *   is the ring's thread, or, after the thread has stopped, whoever stopped it.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <xen/xenbus.h>
#include "block.h"

/* A disk that does not take what was held for it must not stop the others. */
#define XBH_BLK_SUBMIT_TIME (10 * HZ)

DEFINE_STATIC_KEY_FALSE(xbh_blk_key);
EXPORT_SYMBOL_GPL(xbh_blk_key);

static DEFINE_MUTEX(xbh_blk_mutex);
static LIST_HEAD(xbh_blk_vbds);
const struct xbh_blk_ops __rcu *xbh_blk_ops;
u32 xbh_blk_governor;

static const struct xbh_blk_ops *xbh_blk_ops_locked(void)
{
	return rcu_dereference_protected(xbh_blk_ops,
					 lockdep_is_held(&xbh_blk_mutex));
}

/* Say goodbye to @ops for one disk; its rings first. Mutex held. */
static void xbh_blk_vbd_leave(const struct xbh_blk_ops *ops,
			      struct xbh_blk_vbd *vbd)
{
	struct xbh_blk_ring *ring;

	list_for_each_entry_reverse(ring, &vbd->rings, node)
		if (ring->priv)
			ops->ring_down(ring);
	if (vbd->priv)
		ops->vbd_del(vbd);
}

/* Introduce one disk and its rings to @ops. Mutex held. */
static int xbh_blk_vbd_enter(const struct xbh_blk_ops *ops,
			     struct xbh_blk_vbd *vbd)
{
	struct xbh_blk_ring *ring;
	int err;

	err = ops->vbd_add(vbd);
	if (err)
		return err;

	list_for_each_entry(ring, &vbd->rings, node) {
		err = ops->ring_up(ring);
		if (err)
			return err;
	}
	return 0;
}

/**
 * xbh_blk_register() - make @ops the governor of all block backends
 * @ops: its operations; must stay until xbh_blk_unregister()
 *
 * Disks and rings that are connected already are introduced first; from the
 * return on, every request is asked about.
 *
 * Context: process, may sleep.
 * Return: 0; -EBUSY if there is a governor; what vbd_add or ring_up returned.
 */
int xbh_blk_register(const struct xbh_blk_ops *ops)
{
	struct xbh_blk_vbd *vbd;
	int err = 0;

	mutex_lock(&xbh_blk_mutex);
	if (xbh_blk_ops_locked()) {
		err = -EBUSY;
		goto out;
	}

	list_for_each_entry(vbd, &xbh_blk_vbds, node) {
		err = xbh_blk_vbd_enter(ops, vbd);
		if (err)
			goto undo;
	}

	WRITE_ONCE(xbh_blk_governor, xbh_blk_governor + 1);
	rcu_assign_pointer(xbh_blk_ops, ops);
	static_branch_enable(&xbh_blk_key);
	goto out;

undo:
	/* Those that were not reached have no priv and are passed over. */
	list_for_each_entry(vbd, &xbh_blk_vbds, node)
		xbh_blk_vbd_leave(ops, vbd);
out:
	mutex_unlock(&xbh_blk_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(xbh_blk_register);

/**
 * xbh_blk_unregister() - the governor leaves
 * @ops: what was registered
 *
 * After the return none of @ops runs any more or will be called, and all that
 * it held has been released. Context: process, may sleep.
 */
void xbh_blk_unregister(const struct xbh_blk_ops *ops)
{
	struct xbh_blk_vbd *vbd;

	mutex_lock(&xbh_blk_mutex);
	if (!WARN_ON(xbh_blk_ops_locked() != ops)) {
		static_branch_disable(&xbh_blk_key);
		RCU_INIT_POINTER(xbh_blk_ops, NULL);
		synchronize_rcu();
		list_for_each_entry(vbd, &xbh_blk_vbds, node)
			xbh_blk_vbd_leave(ops, vbd);
	}
	mutex_unlock(&xbh_blk_mutex);
}
EXPORT_SYMBOL_GPL(xbh_blk_unregister);

/**
 * xbh_blk_vbd_add() - a backend has a new disk
 * @vbd: zeroed, embedded in the backend's structure
 * @dev: the backend device. The last part of its xenstore node is the number of
 *	the disk ("backend/vbd/1/51712")
 *
 * Context: process, may sleep.
 * Return: 0, or -errno of the governor, which refuses the disk; then @vbd is
 * not added, and xbh_blk_vbd_unplug() and xbh_blk_vbd_del() do nothing.
 */
int xbh_blk_vbd_add(struct xbh_blk_vbd *vbd, struct xenbus_device *dev)
{
	const struct xbh_blk_ops *ops;
	int err = 0;

	INIT_LIST_HEAD(&vbd->rings);
	vbd->domid = dev->otherend_id;
	vbd->dev = &dev->dev;
	if (kstrtouint(kbasename(dev->nodename), 10, &vbd->devid))
		vbd->devid = 0;

	mutex_lock(&xbh_blk_mutex);
	ops = xbh_blk_ops_locked();
	if (ops)
		err = ops->vbd_add(vbd);
	if (!err)
		list_add_tail(&vbd->node, &xbh_blk_vbds);
	mutex_unlock(&xbh_blk_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(xbh_blk_vbd_add);

/* Has the thread submitted all that it was given, or is it at the last? */
static bool xbh_blk_submitted(const struct xbh_blk_vbd *vbd)
{
	const struct xbh_blk_ring *ring;

	list_for_each_entry(ring, &vbd->rings, node)
		if (xbh_blk_ready(ring) || READ_ONCE(ring->taken))
			return false;
	return true;
}

/**
 * xbh_blk_vbd_unplug() - the disk's device is about to go
 * @vbd: the disk; one that was never added is passed over
 *
 * The disk itself may outlive its device, for as long as requests are in
 * flight; xbh_blk_vbd_del() ends it.
 *
 * A frontend that stays connected meets the backend again: the driver is bound
 * anew, as after an update of it. It knows of no interruption, so what was held
 * for it is submitted while the threads of the rings still run.
 *
 * Context: process, may sleep; the device is still in sysfs.
 */
void xbh_blk_vbd_unplug(struct xbh_blk_vbd *vbd)
{
	unsigned long until = jiffies + XBH_BLK_SUBMIT_TIME;
	const struct xbh_blk_ops *ops;
	bool serve;

	if (!vbd->node.next)
		return;

	serve = xenbus_read_driver_state(to_xenbus_device(vbd->dev)->otherend) ==
		XenbusStateConnected;
	mutex_lock(&xbh_blk_mutex);
	ops = xbh_blk_ops_locked();
	if (ops && vbd->priv)
		ops->vbd_unplug(vbd, serve);
	while (serve && !xbh_blk_submitted(vbd) && time_before(jiffies, until))
		usleep_range(100, 1000);
	vbd->dev = NULL;
	mutex_unlock(&xbh_blk_mutex);
}
EXPORT_SYMBOL_GPL(xbh_blk_vbd_unplug);

/**
 * xbh_blk_vbd_del() - the disk is gone, with all its rings
 * @vbd: the disk; one that was never added is passed over
 *
 * Context: process, may sleep.
 */
void xbh_blk_vbd_del(struct xbh_blk_vbd *vbd)
{
	const struct xbh_blk_ops *ops;

	if (!vbd->node.next)
		return;

	mutex_lock(&xbh_blk_mutex);
	WARN_ON(!list_empty(&vbd->rings));
	list_del(&vbd->node);
	vbd->node.next = NULL;
	ops = xbh_blk_ops_locked();
	if (ops && vbd->priv)
		ops->vbd_del(vbd);
	mutex_unlock(&xbh_blk_mutex);
}
EXPORT_SYMBOL_GPL(xbh_blk_vbd_del);

/**
 * xbh_blk_ring_up() - a ring is about to serve
 * @ring: zeroed, embedded in the backend's structure
 * @vbd: its disk, added before
 * @wq: where its thread waits for work
 * @free_wq: where its thread waits for a free request
 *
 * Context: process, may sleep; the ring's thread has not been started yet.
 * Return: 0, or -errno of the governor; then the ring must not serve, and
 * xbh_blk_ring_down() does nothing.
 */
int xbh_blk_ring_up(struct xbh_blk_ring *ring, struct xbh_blk_vbd *vbd,
		    wait_queue_head_t *wq, wait_queue_head_t *free_wq)
{
	const struct xbh_blk_ops *ops;
	int err = 0;

	init_llist_head(&ring->released);
	ring->vbd = vbd;
	ring->wq = wq;
	ring->free_wq = free_wq;

	mutex_lock(&xbh_blk_mutex);
	ops = xbh_blk_ops_locked();
	if (ops)
		err = ops->ring_up(ring);
	if (!err)
		list_add_tail(&ring->node, &vbd->rings);
	mutex_unlock(&xbh_blk_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(xbh_blk_ring_up);

/**
 * xbh_blk_ring_down() - a ring has stopped serving
 * @ring: the ring; one that was never up is passed over
 *
 * Context: process, may sleep; the thread has stopped, xbh_blk_drop() has
 * returned NULL and nothing is in flight.
 */
void xbh_blk_ring_down(struct xbh_blk_ring *ring)
{
	const struct xbh_blk_ops *ops;

	if (!ring->node.next)
		return;

	mutex_lock(&xbh_blk_mutex);
	list_del(&ring->node);
	ring->node.next = NULL;
	ops = xbh_blk_ops_locked();
	if (ops && ring->priv)
		ops->ring_down(ring);
	mutex_unlock(&xbh_blk_mutex);
}
EXPORT_SYMBOL_GPL(xbh_blk_ring_down);

/**
 * xbh_blk_drop() - get back what a ring that goes has held, one by one
 * @ring: the ring
 *
 * The frontend is gone, closes or starts anew, and its grants may have been
 * given to somebody else by now: what has not been submitted must not be any
 * more. The backend answers each with an error, since a frontend that is still
 * there waits for its requests before it lets go of the disk.
 *
 * Context: process, may sleep; the thread has stopped or was never started.
 * Return: a request to be answered and freed, NULL when there are no more.
 */
struct xbh_blk_req *xbh_blk_drop(struct xbh_blk_ring *ring)
{
	const struct xbh_blk_ops *ops;
	struct xbh_blk_req *req = xbh_blk_take(ring);

	if (req || !ring->node.next)
		return req;

	mutex_lock(&xbh_blk_mutex);
	ops = xbh_blk_ops_locked();
	if (ops && ring->priv)
		ops->ring_drain(ring);
	mutex_unlock(&xbh_blk_mutex);
	return xbh_blk_take(ring);
}
EXPORT_SYMBOL_GPL(xbh_blk_drop);
