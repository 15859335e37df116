/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The event channels of the seam between Xen's backends and their governors:
 * see xen-backend-hooks.h for the idea.
 *
 * A patched backend binds and unbinds its channels here; a governor
 * (xen-irqpool) registers one table of operations and is asked before each.
 */
#ifndef _XEN_BACKEND_HOOKS_EVTCHN_H
#define _XEN_BACKEND_HOOKS_EVTCHN_H

#include <linux/interrupt.h>
#include <linux/types.h>
#include <xen/events.h>
#include <xen/interface/xen.h>

struct xenbus_device;

/**
 * struct xbh_evtchn_ops - what a governor of event channels answers
 * @bound: @count channels of domain @domid are bound already; once for each
 *	domain, when the governor registers
 * @take: a backend is about to bind one more for @dev's domain. Returns 0, or
 *	-EDQUOT, which refuses it, and then writes to @why, of @size, what both
 *	the frontend and the administrator are to read.
 * @give_back: one less: unbound, or binding has failed after @take
 *
 * Process context, may sleep; under the seam's mutex, never beside each other.
 */
struct xbh_evtchn_ops {
	void (*bound)(domid_t domid, unsigned int count);
	int (*take)(struct xenbus_device *dev, char *why, size_t size);
	void (*give_back)(domid_t domid);
};

/* For governors. */
int xbh_evtchn_register(const struct xbh_evtchn_ops *ops);
void xbh_evtchn_unregister(const struct xbh_evtchn_ops *ops);

/* For backends. */
int xbh_evtchn_bind(struct xenbus_device *dev, evtchn_port_t remote_port);
int xbh_evtchn_bind_handler(struct xenbus_device *dev, evtchn_port_t remote_port,
			    irq_handler_t handler, unsigned long irqflags,
			    const char *name, void *dev_id);
void xbh_evtchn_unbind(domid_t domid, unsigned int irq, void *dev_id);

#endif /* _XEN_BACKEND_HOOKS_EVTCHN_H */
