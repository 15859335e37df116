// SPDX-License-Identifier: GPL-2.0-only
/*
 * What patched backends are answered that want an event channel.
 *
 * Locking: the seam's mutex is held, xip_mutex is taken.
 */
#include <xen/xen-backend-hooks-evtchn.h>
#include <xen/xenbus.h>
#include "pool.h"

static void xip_governor_bound(domid_t domid, unsigned int count)
{
	mutex_lock(&xip_mutex);
	xip_bound_before(&xip_pool.ledger, &xip_slots[domid].account, count);
	mutex_unlock(&xip_mutex);
}

static void xip_say_quota(char *why, size_t size, domid_t domid, u32 used, u32 quota)
{
	scnprintf(why, size,
		  "domain %u has %u of the %u event channels it may have; raise /sys/class/xen-irqpool/dom%u/quota to let it have more",
		  domid, used, quota, domid);
}

static void xip_say_full(char *why, size_t size, domid_t domid, enum xip_ceiling what,
			 u32 used, u32 share)
{
	scnprintf(why, size,
		  "no %s for domain %u: dom0 uses %u of %u, and %u are kept for the toolstack; see /sys/class/xen-irqpool/pool/toolstack_share",
		  what == XIP_CHANNELS ? "event channel" : "interrupt descriptor", domid,
		  used, xip_pool.ledger.ceiling[what], share);
}

static int xip_governor_take(struct xenbus_device *dev, char *why, size_t size)
{
	domid_t domid = dev->otherend_id;
	struct xip_account *account = &xip_slots[domid].account;
	struct xip_event event = { .domid = domid };
	enum xip_verdict verdict;

	mutex_lock(&xip_mutex);
	verdict = xip_take(&xip_pool.ledger, account);
	switch (verdict) {
	case XIP_OK:
		xip_pool.changes++;
		break;
	case XIP_OVER_QUOTA:
		event.type = XIP_REFUSED_QUOTA;
		event.used = xip_used_by(account);
		event.limit = xip_quota_of(&xip_pool.ledger, account);
		xip_say_quota(why, size, domid, event.used, event.limit);
		break;
	case XIP_FULL_CHANNELS:
	case XIP_FULL_DESCRIPTORS:
		event.type = XIP_REFUSED_FULL;
		event.ceiling = verdict == XIP_FULL_CHANNELS ? XIP_CHANNELS : XIP_DESCRIPTORS;
		event.used = xip_used(&xip_pool.ledger, event.ceiling);
		event.limit = xip_pool.ledger.ceiling[event.ceiling];
		xip_say_full(why, size, domid, event.ceiling, event.used,
			     xip_pool.ledger.share);
		break;
	}
	mutex_unlock(&xip_mutex);

	if (verdict == XIP_OK)
		return 0;
	xip_event_add(event);
	return -EDQUOT;
}

static void xip_governor_give_back(domid_t domid)
{
	mutex_lock(&xip_mutex);
	xip_pool.changes++;
	WARN_ON_ONCE(!xip_give_back(&xip_pool.ledger, &xip_slots[domid].account));
	mutex_unlock(&xip_mutex);
}

const struct xbh_evtchn_ops xip_governor = {
	.bound = xip_governor_bound,
	.take = xip_governor_take,
	.give_back = xip_governor_give_back,
};
