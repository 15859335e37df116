// SPDX-License-Identifier: GPL-2.0-only
/*
 * Domains come and go: /sys/class/xen-irqpool/dom<domid>/. The rules of locking
 * and lifetime stand at the top of pool.c.
 */
#include <linux/slab.h>
#include "pool.h"

LIST_HEAD(xip_domains);

/* The module goes: nothing is added any more. Under xip_census_mutex. */
static bool xip_domains_closed;

static void xip_domain_release(struct device *dev)
{
	kfree(container_of(dev, struct xip_domain, dev));
}

/**
 * xip_domain_of() - the device of a domain
 * @domid: Xen's number of it
 *
 * Made if there is none; without memory, the next census tries again.
 *
 * Context: process, may sleep; xip_census_mutex held, xip_mutex not.
 * Return: the domain, or NULL.
 */
struct xip_domain *xip_domain_of(domid_t domid)
{
	struct xip_slot *slot = &xip_slots[domid];
	struct xip_domain *domain = slot->domain;

	if (domain || slot->leaving || xip_domains_closed)
		return domain;
	domain = kzalloc(sizeof(*domain), GFP_KERNEL | __GFP_NOWARN);
	if (!domain)
		return NULL;
	domain->domid = domid;
	device_initialize(&domain->dev);
	domain->dev.class = &xip_class;
	domain->dev.groups = xip_domain_groups;
	domain->dev.release = xip_domain_release;
	if (dev_set_name(&domain->dev, "dom%u", domid) || device_add(&domain->dev)) {
		put_device(&domain->dev);
		return NULL;
	}
	slot->domain = domain;
	list_add_tail(&domain->node, &xip_domains);
	return domain;
}

/* Has it nothing any more? */
static bool xip_domain_is_empty(const struct xip_domain *domain)
{
	u32 used;

	mutex_lock(&xip_mutex);
	used = xip_used_by(&xip_slots[domain->domid].account);
	mutex_unlock(&xip_mutex);
	return !used;
}

/**
 * xip_domains_leave() - remove the devices of domains that have nothing any more
 * @all: of all domains: the module goes
 *
 * Context: the worker, or when there is none any more; no mutex held.
 */
void xip_domains_leave(bool all)
{
	struct xip_domain *domain, *next;
	LIST_HEAD(gone);

	mutex_lock(&xip_census_mutex);
	/* Those who read the last devices take a census, too. */
	xip_domains_closed = all;
	list_for_each_entry_safe(domain, next, &xip_domains, node) {
		if (!all && !xip_domain_is_empty(domain))
			continue;
		xip_slots[domain->domid].domain = NULL;
		xip_slots[domain->domid].leaving = true;
		list_move(&domain->node, &gone);
	}
	mutex_unlock(&xip_census_mutex);

	list_for_each_entry_safe(domain, next, &gone, node) {
		struct xip_slot *slot = &xip_slots[domain->domid];

		device_unregister(&domain->dev);
		/*
		 * Nobody can set anything any more: close the account, for the
		 * next domain of that number, which may have a device now.
		 */
		mutex_lock(&xip_census_mutex);
		mutex_lock(&xip_mutex);
		slot->account.quota = XIP_DEFAULT_QUOTA;
		slot->account.refused = 0;
		mutex_unlock(&xip_mutex);
		slot->leaving = false;
		mutex_unlock(&xip_census_mutex);
	}
}
