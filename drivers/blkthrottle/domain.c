// SPDX-License-Identifier: GPL-2.0-only
/*
 * The domains: they come with their first disk and go with their last.
 *
 * Locking and lifetime:
 *
 * - xbt_domains_mutex guards the list of domains, their numbers of disks and
 *   rings, and the default limits. It nests inside the seam's mutex, under
 *   which disks and rings come and go, and outside of &xbt_domain.lock.
 * - A domain lives as long as its class device is referenced: by its disks
 *   (one reference for all of them), and by whoever has a sysfs file of it
 *   open for the length of a read or write. device_unregister() waits for
 *   these, so it is called without any lock that they take, xbt_domains_mutex
 *   among them.
 * - The gate (timer and queues) is closed when the last disk goes: its rings
 *   have gone before, so nothing is held and the timer is not armed anew.
 */
#include <linux/mutex.h>
#include <linux/slab.h>
#include "domain.h"

static DEFINE_MUTEX(xbt_domains_mutex);
static LIST_HEAD(xbt_domains);

static u64 xbt_defaults[XBT_KNOBS] = {
	[0 ... XBT_KNOBS - 1] = XBT_UNLIMITED,
};

static void xbt_domain_free(struct device *dev)
{
	struct xbt_domain *dom = container_of(dev, struct xbt_domain, dev);

	free_percpu(dom->counters);
	kfree(dom);
}

static struct xbt_domain *xbt_domain_create(domid_t domid)
{
	struct xbt_domain *dom;
	enum xbt_knob knob;
	int err;

	dom = kzalloc(sizeof(*dom), GFP_KERNEL);
	if (!dom)
		return ERR_PTR(-ENOMEM);
	dom->counters = alloc_percpu(struct xbt_counters);
	if (!dom->counters) {
		kfree(dom);
		return ERR_PTR(-ENOMEM);
	}

	dom->domid = domid;
	spin_lock_init(&dom->lock);
	xbt_gate_open(dom);
	for (knob = 0; knob < XBT_KNOBS; knob++)
		xbt_bucket_set_rate(xbt_knob_bucket(&dom->flow, knob),
				    xbt_defaults[knob], ktime_get_ns());
	xbt_gate_limits_changed(dom, ktime_get_ns());

	device_initialize(&dom->dev);
	dom->dev.class = &xbt_class;
	dom->dev.release = xbt_domain_free;
	err = dev_set_name(&dom->dev, "dom%u", domid);
	if (!err)
		err = device_add(&dom->dev);
	if (err) {
		put_device(&dom->dev);
		return ERR_PTR(err);
	}
	return dom;
}

static struct xbt_domain *xbt_domain_find(domid_t domid)
{
	struct xbt_domain *dom;

	list_for_each_entry(dom, &xbt_domains, node)
		if (dom->domid == domid)
			return dom;
	return NULL;
}

/**
 * xbt_vbd_add() - a disk appears, and with the first one its domain
 * @vbd: the disk
 *
 * Context: process, under the seam's mutex.
 * Return: 0, or -errno if the domain could not be made.
 */
int xbt_vbd_add(struct xbh_blk_vbd *vbd)
{
	struct xbt_domain *dom;
	int err = 0;

	mutex_lock(&xbt_domains_mutex);
	dom = xbt_domain_find(vbd->domid);
	if (!dom) {
		dom = xbt_domain_create(vbd->domid);
		if (IS_ERR(dom)) {
			err = PTR_ERR(dom);
			goto out;
		}
		list_add_tail(&dom->node, &xbt_domains);
	}
	dom->vbds++;
	vbd->priv = dom;
out:
	mutex_unlock(&xbt_domains_mutex);
	return err;
}

/**
 * xbt_vbd_del() - a disk is gone, and with the last one its domain
 * @vbd: the disk; its rings have gone before
 *
 * Context: process, under the seam's mutex.
 */
void xbt_vbd_del(struct xbh_blk_vbd *vbd)
{
	struct xbt_domain *dom = vbd->priv;
	bool last;

	vbd->priv = NULL;
	mutex_lock(&xbt_domains_mutex);
	last = !--dom->vbds;
	if (last)
		list_del(&dom->node);
	mutex_unlock(&xbt_domains_mutex);

	if (last) {
		xbt_gate_close(dom);
		device_unregister(&dom->dev);
	}
}

/**
 * xbt_domain_count_ring() - a ring has come up or gone down
 * @dom: its domain
 * @change: 1 or -1
 *
 * Context: process, under the seam's mutex.
 */
void xbt_domain_count_ring(struct xbt_domain *dom, int change)
{
	mutex_lock(&xbt_domains_mutex);
	dom->rings += change;
	mutex_unlock(&xbt_domains_mutex);
}

/**
 * xbt_domain_limit() - the limit in force
 * @dom: the domain
 * @knob: which one
 *
 * Context: any.
 * Return: per second, or XBT_UNLIMITED.
 */
u64 xbt_domain_limit(struct xbt_domain *dom, enum xbt_knob knob)
{
	return READ_ONCE(xbt_knob_bucket(&dom->flow, knob)->rate);
}

static void xbt_domain_set_locked(struct xbt_domain *dom, enum xbt_knob knob,
				  u64 rate)
{
	u64 now = ktime_get_ns();

	lockdep_assert_held(&dom->lock);
	xbt_bucket_set_rate(xbt_knob_bucket(&dom->flow, knob), rate, now);
	xbt_gate_limits_changed(dom, now);
}

/**
 * xbt_domain_set_limit() - somebody sets a limit; in force at the return
 * @dom: the domain, which follows the defaults no more
 * @knob: which one
 * @rate: per second, or XBT_UNLIMITED
 *
 * Requests that may go under the new limit have been released at the return.
 *
 * Context: process.
 */
void xbt_domain_set_limit(struct xbt_domain *dom, enum xbt_knob knob, u64 rate)
{
	spin_lock_irq(&dom->lock);
	dom->configured = true;
	xbt_domain_set_locked(dom, knob, rate);
	spin_unlock_irq(&dom->lock);
}

/**
 * xbt_default_limit() - the limit of domains that nobody configured
 * @knob: which one
 *
 * Context: process.
 * Return: per second, or XBT_UNLIMITED.
 */
u64 xbt_default_limit(enum xbt_knob knob)
{
	u64 rate;

	mutex_lock(&xbt_domains_mutex);
	rate = xbt_defaults[knob];
	mutex_unlock(&xbt_domains_mutex);
	return rate;
}

/**
 * xbt_default_set() - change a default, also of the domains that follow it
 * @knob: which one
 * @rate: per second, or XBT_UNLIMITED
 *
 * Context: process; also before the module's own init.
 */
void xbt_default_set(enum xbt_knob knob, u64 rate)
{
	struct xbt_domain *dom;

	mutex_lock(&xbt_domains_mutex);
	xbt_defaults[knob] = rate;
	list_for_each_entry(dom, &xbt_domains, node) {
		spin_lock_irq(&dom->lock);
		if (!dom->configured)
			xbt_domain_set_locked(dom, knob, rate);
		spin_unlock_irq(&dom->lock);
	}
	mutex_unlock(&xbt_domains_mutex);
}
