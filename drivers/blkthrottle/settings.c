// SPDX-License-Identifier: GPL-2.0-only
/*
 * Limits are read and set: of domains, of disks, and of domains to come.
 * The rules of locking stand at the top of domain.c.
 */
#include "domain.h"
#include "trace.h"

#define XBT_KNOB_DEFAULT(name, kind, scope, part) \
	[XBT_KNOB_##name] = XBT_INITIAL_##kind,
static u64 xbt_defaults[XBT_KNOBS] = {
	XBT_FOR_EACH_KNOB(XBT_KNOB_DEFAULT)
};

/**
 * xbt_limit_get() - how a knob stands
 * @at: the domain or disk
 * @knob: which one
 *
 * Context: process.
 * Return: its value.
 */
u64 xbt_limit_get(struct xbt_target at, unsigned int knob)
{
	u64 value;

	spin_lock_irq(&at.dom->lock);
	value = xbt_knob_get(xbt_limits_of(at), knob);
	spin_unlock_irq(&at.dom->lock);
	return value;
}

/**
 * xbt_limits_get() - how all knobs stand, at one instant
 * @at: the domain or disk
 * @values: XBT_KNOBS of them
 *
 * Context: process.
 */
void xbt_limits_get(struct xbt_target at, u64 *values)
{
	unsigned int knob;

	spin_lock_irq(&at.dom->lock);
	for (knob = 0; knob < XBT_KNOBS; knob++)
		values[knob] = xbt_knob_get(xbt_limits_of(at), knob);
	spin_unlock_irq(&at.dom->lock);
}

static void xbt_limit_set_locked(struct xbt_target at, unsigned int knob,
				 u64 value, u64 now)
{
	lockdep_assert_held(&at.dom->lock);
	xbt_knob_set(xbt_limits_of(at), knob, value, now);
	trace_xbt_limit(at.dom->domid, xbt_devid_of(at), knob, value);
	xbt_event_add(XBT_LIMIT_CHANGED, at, knob, value);
}

/**
 * xbt_limit_set() - somebody sets a limit; in force at the return
 * @at: the domain, which follows the defaults no more, or the disk
 * @knob: which one
 * @value: one that it takes
 *
 * Requests that may go under the new limit have been released at the return.
 *
 * Context: process, may sleep.
 */
void xbt_limit_set(struct xbt_target at, unsigned int knob, u64 value)
{
	struct xbt_change change = { at, knob, value };

	mutex_lock(&xbt_domains_mutex);
	xbt_limits_apply(&change, 1);
	mutex_unlock(&xbt_domains_mutex);
}

/**
 * xbt_limits_apply() - set several limits of one domain at once
 * @changes: all of the same domain
 * @count: how many, at least one
 *
 * Context: process; xbt_domains_mutex held.
 */
void xbt_limits_apply(const struct xbt_change *changes, unsigned int count)
{
	struct xbt_domain *dom = changes->at.dom;
	unsigned int i;
	u64 now;

	lockdep_assert_held(&xbt_domains_mutex);
	spin_lock_irq(&dom->lock);
	now = ktime_get_ns();
	for (i = 0; i < count; i++) {
		if (!changes[i].at.vbd)
			dom->configured = true;
		xbt_limit_set_locked(changes[i].at, changes[i].knob,
				     changes[i].value, now);
	}
	xbt_gate_limits_changed(dom, now);
	spin_unlock_irq(&dom->lock);
}

/**
 * xbt_defaults_apply() - give a new domain the default limits
 * @dom: the domain; nobody else knows it yet
 *
 * Bursts come before rates, so that the buckets start full.
 *
 * Context: xbt_domains_mutex held.
 */
void xbt_defaults_apply(struct xbt_domain *dom)
{
	u64 now = ktime_get_ns();
	unsigned int knob;

	for (knob = XBT_KNOBS; knob--;)
		xbt_knob_set(&dom->flow.limits, knob, xbt_defaults[knob], now);
}

/**
 * xbt_default_get() - how a knob stands of domains that nobody configured
 * @knob: which one
 *
 * Context: process, may sleep.
 * Return: its value.
 */
u64 xbt_default_get(unsigned int knob)
{
	u64 value;

	mutex_lock(&xbt_domains_mutex);
	value = xbt_defaults[knob];
	mutex_unlock(&xbt_domains_mutex);
	return value;
}

/**
 * xbt_default_set() - change a default, also of the domains that follow it
 * @knob: which one
 * @value: one that it takes
 *
 * Context: process, may sleep; also before the module's own init.
 */
void xbt_default_set(unsigned int knob, u64 value)
{
	struct xbt_domain *dom;
	u64 now;

	mutex_lock(&xbt_domains_mutex);
	xbt_defaults[knob] = value;
	list_for_each_entry(dom, &xbt_domains, node) {
		if (dom->configured)
			continue;
		spin_lock_irq(&dom->lock);
		now = ktime_get_ns();
		xbt_limit_set_locked((struct xbt_target){ dom }, knob, value, now);
		xbt_gate_limits_changed(dom, now);
		spin_unlock_irq(&dom->lock);
	}
	mutex_unlock(&xbt_domains_mutex);
}
