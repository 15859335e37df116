/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seam between Xen's backends and the governors that rule over them.
 *
 * A patched backend includes this header, embeds the structures below in its
 * own and calls the functions; a governor (xen-blkthrottle) registers one
 * table of operations. The seam keeps the list of what is connected, so that
 * a governor may come and go at any moment, and hands requests back and forth.
 *
 * Life of a block request:
 *
 *   backend thread   xbh_blk_hold() -- false --> map, submit --> xbh_blk_done()
 *                         |                          ^
 *                        true: the governor owns it  | backend thread, woken
 *                         v                          |
 *   governor         xbh_blk_release() ------> xbh_blk_next()
 *
 * A request that is held has no grant mapped and no bio allocated.
 */
#ifndef _XEN_BACKEND_HOOKS_H
#define _XEN_BACKEND_HOOKS_H

#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <xen/interface/xen.h>

struct device;
struct xenbus_device;

/**
 * enum xbh_blk_op - what a block request asks for
 * @XBH_BLK_READ: data from the disk
 * @XBH_BLK_WRITE: data to the disk
 * @XBH_BLK_FLUSH: BLKIF_OP_FLUSH_DISKCACHE, with or without data
 * @XBH_BLK_BARRIER: BLKIF_OP_WRITE_BARRIER: whatever was asked for before has
 *	to be complete before it, whatever comes after has to wait for it
 * @XBH_BLK_DISCARD: BLKIF_OP_DISCARD, secure or not
 */
enum xbh_blk_op {
	XBH_BLK_READ,
	XBH_BLK_WRITE,
	XBH_BLK_FLUSH,
	XBH_BLK_BARRIER,
	XBH_BLK_DISCARD,
};

/**
 * struct xbh_blk_vbd - one virtual disk, embedded in the backend's own
 * @node: in the seam's list of disks; under the seam's mutex
 * @rings: the connected rings of this disk; under the seam's mutex
 * @priv: for the governor alone; set and cleared in its vbd_add and vbd_del
 * @dev: the backend device, until it is unplugged, then NULL; under the seam's
 *	mutex
 * @devid: the frontend's number of the disk (51712 for xvda)
 * @domid: the domain of the frontend
 */
struct xbh_blk_vbd {
	struct list_head node;
	struct list_head rings;
	void *priv;
	struct device *dev;
	unsigned int devid;
	domid_t domid;
};

/**
 * struct xbh_blk_ring - one connected ring, embedded in the backend's own
 * @released: requests that a governor let go, newest first; any context adds,
 *	the backend's thread takes
 * @taken: what the thread has taken and not yet submitted, oldest first; the
 *	thread alone
 * @priv: for the governor alone; set and cleared in its ring_up and ring_down
 * @vbd: the disk the ring belongs to
 * @wq: where the thread waits for work
 * @free_wq: where the thread waits for a free request
 * @node: in @vbd's list; under the seam's mutex
 */
struct xbh_blk_ring {
	struct llist_head released;
	struct llist_node *taken;
	void *priv;
	struct xbh_blk_vbd *vbd;
	wait_queue_head_t *wq;
	wait_queue_head_t *free_wq;
	struct list_head node;
};

/**
 * struct xbh_blk_req - one request, embedded in the backend's own
 * @link: in &xbh_blk_ring.released or &xbh_blk_ring.taken
 * @bytes: bytes it reads, writes or discards; 0 for a bare flush
 * @start_ns: when it went to the disk, CLOCK_MONOTONIC
 * @governor: number of the registration that was asked about it; completions
 *	are told to that one only
 * @op: what it asks for
 * @cb: for the governor alone, from its hold until its done
 */
struct xbh_blk_req {
	struct llist_node link;
	u64 bytes;
	u64 start_ns;
	u32 governor;
	enum xbh_blk_op op;
	u64 cb[6];
};

/**
 * struct xbh_blk_ops - what a block governor answers
 * @vbd_add: a disk appears. Process context, may sleep. Returns 0 or -errno,
 *	which refuses the disk (or the registration, for disks there already).
 * @vbd_unplug: its device leaves sysfs, and with it whatever the governor has
 *	put there; the disk may have rings still. With @serve, the frontend is
 *	there and waits: release all that is held and hold nothing any more.
 *	Process context, may sleep.
 * @vbd_del: it is gone, after its rings. Process context, may sleep.
 * @ring_up: a ring of a known disk is about to serve. Process context, may
 *	sleep. Returns 0 or -errno, which refuses the connection.
 * @ring_drain: release all that is held of the ring, now and unconditionally.
 *	Process context. The ring's thread may run, unless the ring goes down.
 * @ring_down: the ring is gone; nothing of it is held or in flight, or the
 *	governor is leaving: then release what is held. Process context.
 * @hold: may this request go? Returns false: it goes now. Returns true: the
 *	governor owns it until xbh_blk_release(), which may come before this
 *	returns. @now is CLOCK_MONOTONIC in ns. From the ring's own thread,
 *	under rcu_read_lock(): must not sleep.
 * @done: a request that this governor saw in @hold has completed, @error 0 or
 *	-errno, @service_ns after it went to the disk. Any context, under
 *	rcu_read_lock(): must not sleep.
 *
 * @vbd_add, @vbd_unplug, @vbd_del, @ring_up, @ring_drain and @ring_down are
 * called under the seam's mutex and so never beside each other.
 */
struct xbh_blk_ops {
	int (*vbd_add)(struct xbh_blk_vbd *vbd);
	void (*vbd_unplug)(struct xbh_blk_vbd *vbd, bool serve);
	void (*vbd_del)(struct xbh_blk_vbd *vbd);
	int (*ring_up)(struct xbh_blk_ring *ring);
	void (*ring_drain)(struct xbh_blk_ring *ring);
	void (*ring_down)(struct xbh_blk_ring *ring);
	bool (*hold)(struct xbh_blk_ring *ring, struct xbh_blk_req *req, u64 now);
	void (*done)(struct xbh_blk_ring *ring, struct xbh_blk_req *req,
		     int error, u64 service_ns);
};

DECLARE_STATIC_KEY_FALSE(xbh_blk_key);

/* For governors. */
int xbh_blk_register(const struct xbh_blk_ops *ops);
void xbh_blk_unregister(const struct xbh_blk_ops *ops);
void xbh_blk_release(struct xbh_blk_ring *ring, struct xbh_blk_req *req);

/* For backends. */
int xbh_blk_vbd_add(struct xbh_blk_vbd *vbd, struct xenbus_device *dev);
void xbh_blk_vbd_unplug(struct xbh_blk_vbd *vbd);
void xbh_blk_vbd_del(struct xbh_blk_vbd *vbd);
int xbh_blk_ring_up(struct xbh_blk_ring *ring, struct xbh_blk_vbd *vbd,
		    wait_queue_head_t *wq, wait_queue_head_t *free_wq);
void xbh_blk_ring_down(struct xbh_blk_ring *ring);
struct xbh_blk_req *xbh_blk_next(struct xbh_blk_ring *ring);
struct xbh_blk_req *xbh_blk_drop(struct xbh_blk_ring *ring);
bool __xbh_blk_hold(struct xbh_blk_ring *ring, struct xbh_blk_req *req);
void __xbh_blk_done(struct xbh_blk_ring *ring, struct xbh_blk_req *req, int error);

/**
 * xbh_blk_ready() - has a governor let requests go that wait for the thread?
 * @ring: a ring
 *
 * Part of the thread's condition to wake up; one load where nothing was ever
 * held. Does not look at the static key: what a governor released on leaving
 * is still to be submitted.
 *
 * Context: the ring's thread.
 * Return: true if xbh_blk_next() has something.
 */
static inline bool xbh_blk_ready(const struct xbh_blk_ring *ring)
{
	return !llist_empty(&ring->released);
}

/**
 * xbh_blk_hold() - ask the governor about a request
 * @ring: the ring it came from
 * @req: the request; kept by the governor until released, if held
 * @op: what it asks for
 * @bytes: how much of it
 *
 * Context: the ring's thread.
 * Return: false if the request goes now, true if it will come back from
 * xbh_blk_next() later (or from xbh_blk_drop(), when the ring goes first).
 */
static inline bool xbh_blk_hold(struct xbh_blk_ring *ring,
				struct xbh_blk_req *req,
				enum xbh_blk_op op, u64 bytes)
{
	if (!static_branch_unlikely(&xbh_blk_key))
		return false;

	req->op = op;
	req->bytes = bytes;
	return __xbh_blk_hold(ring, req);
}

/**
 * xbh_blk_done() - tell the governor that a request has completed
 * @ring: the ring it came from
 * @req: the request; not looked at any more after the return
 * @error: 0 or -errno
 *
 * To be called before the request stops to count as in flight, so that the
 * ring cannot go down meanwhile. Context: any.
 */
static inline void xbh_blk_done(struct xbh_blk_ring *ring,
				struct xbh_blk_req *req, int error)
{
	if (static_branch_unlikely(&xbh_blk_key))
		__xbh_blk_done(ring, req, error);
}

#endif /* _XEN_BACKEND_HOOKS_H */
