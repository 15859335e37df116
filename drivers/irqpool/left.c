// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels that a failed bind has left behind: an unmodified kernel that binds a
 * channel and then has no descriptor for it, or no memory, forgets the port
 * (bind_interdomain_evtchn_to_irq_chip() in drivers/xen/events/events_base.c).
 *
 * They are bound to another domain, or were until that closed its end (Xen shows
 * them as unbound then), and no interrupt of Linux' belongs to them. So are those
 * that are just being bound, and that may take a while when memory is short. To
 * close one of these would give its port to somebody else while Linux goes on with
 * it. So each look at one waits for the mutex of all binds (evtchn_get() takes it):
 * whoever was about to bind the port has done so then.
 * xen-evtchn alone allocates something between having a port and binding it; a
 * port that looks left behind for a minute, at every census, and at several of them
 * (Xen gives the same port out again, and censuses can be far apart), is.
 *
 * Locking: all under xip_census_mutex.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include <xen/events.h>
#include <xen/interface/event_channel.h>
#include <asm/xen/hypercall.h>
#include "pool.h"

#define XIP_LEFT_FOR (60 * HZ)
#define XIP_LEFT_LOOKS 4

/**
 * struct xip_left - a port that seems to be left behind
 * @since: when it was found first, jiffies
 * @looks: how many censuses have found it since
 * @census: was it there in the last one?
 * @remote_port: what it is bound to; 0: to nothing any more
 * @domid: whose that is
 */
struct xip_left {
	unsigned long since;
	unsigned int looks;
	bool census;
	u32 remote_port;
	domid_t domid;
};

static DEFINE_XARRAY(xip_lefts);

/* Is nobody binding it, either? -ENOENT: Linux knows nothing of this port. */
static bool xip_left_alone(u32 port)
{
	int err = evtchn_get(port);

	if (!err)
		evtchn_put(port);
	return err == -ENOENT;
}

/**
 * xip_left_saw() - a census has found a port without an interrupt
 * @port: the port
 * @domid: the domain it is bound to
 * @remote_port: that one's port; 0 if it has closed it
 *
 * Without memory it is forgotten, until the next census.
 *
 * Context: process; xip_census_mutex held.
 */
void xip_left_saw(u32 port, domid_t domid, u32 remote_port)
{
	struct xip_left *left;

	if (!xip_left_alone(port))
		return;
	left = xa_load(&xip_lefts, port);
	if (!left) {
		left = kzalloc(sizeof(*left), GFP_KERNEL | __GFP_NOWARN);
		if (!left)
			return;
		if (xa_err(xa_store(&xip_lefts, port, left, GFP_KERNEL | __GFP_NOWARN))) {
			kfree(left);
			return;
		}
		left->since = jiffies;
	} else if (left->domid != domid || left->remote_port != remote_port) {
		/* Another one, on the same port. */
		left->since = jiffies;
		left->looks = 0;
	}
	left->domid = domid;
	left->remote_port = remote_port;
	left->census = true;
}

static bool xip_left_close_one(u32 port, const struct xip_left *left)
{
	struct evtchn_close close = { .port = port };
	struct xip_event event = {
		.type = XIP_RECLAIMED,
		.domid = left->domid,
		.used = port,
	};

	if (HYPERVISOR_event_channel_op(EVTCHNOP_close, &close))
		return false;
	pr_notice("xen-irqpool: closed event channel %u, which a failed bind for domain %u had left behind\n",
		  port, left->domid);
	xip_event_add(event);
	return true;
}

/**
 * xip_left_close() - a census is over: close what has been there for long
 *
 * Context: process; xip_census_mutex held.
 * Return: how many were closed.
 */
unsigned int xip_left_close(void)
{
	struct xip_left *left;
	unsigned int closed = 0;
	unsigned long port;

	xa_for_each(&xip_lefts, port, left) {
		bool due = left->census && ++left->looks >= XIP_LEFT_LOOKS &&
			   time_after(jiffies, left->since + XIP_LEFT_FOR);

		if (left->census && !due) {
			left->census = false;
			continue;
		}
		if (due && xip_left_close_one(port, left))
			closed++;
		xa_erase(&xip_lefts, port);
		kfree(left);
	}
	return closed;
}

/**
 * xip_left_forget() - the module goes
 */
void xip_left_forget(void)
{
	struct xip_left *left;
	unsigned long port;

	xa_for_each(&xip_lefts, port, left)
		kfree(left);
	xa_destroy(&xip_lefts);
}
