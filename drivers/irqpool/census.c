// SPDX-License-Identifier: GPL-2.0-only
/*
 * The census: all event channels of dom0, as Xen knows them, and what Linux does
 * with each.
 *
 * It is taken every second, or less often where it takes long: a hundredth of the
 * time, but every half a minute at least. Most of a very long one is no work but
 * waiting, for a bind that waits for memory; warnings and the reserve must not wait
 * a hundred times as long. Locking: see pool.c.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <xen/events.h>
#include <xen/interface/event_channel.h>
#include <asm/xen/hypercall.h>
#include "pool.h"

#define XIP_CENSUS_EVERY	HZ
#define XIP_CENSUS_SHARE	100
#define XIP_CENSUS_RARELY	(30 * HZ)
/*
 * A reader gets what is not older than this, or than ten times what a census
 * takes, so that readers spend no more than a tenth of the time on it; but never
 * what is older than XIP_CENSUS_OLD_NS, however long one took.
 */
#define XIP_CENSUS_FRESH_NS	(50 * NSEC_PER_MSEC)
#define XIP_CENSUS_FRESH_SHARE	10
#define XIP_CENSUS_OLD_NS	(3 * NSEC_PER_SEC)
/* What is bound or unbound meanwhile would be counted wrong: so often anew. */
#define XIP_CENSUS_TRIES	3

/* See pool.c. */
DEFINE_MUTEX(xip_census_mutex);

/* What a census has found so far; under xip_census_mutex. */
static struct {
	u32 kinds[XIP_KINDS];
	u32 channels;
	/* the lowest irq of an IPI or VIRQ; UINT_MAX: none yet */
	unsigned int first_irq;
} xip_found_all;

/* When the last one ended, and how long it took, ns; under xip_census_mutex. */
static u64 xip_census_ended, xip_census_took;

static void xip_census_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(xip_census_worker, xip_census_work);

/*
 * The kind of a channel that has or had another end. What its interrupt is
 * called may be the driver's memory: it is there as long as the action is, which
 * cannot go while the descriptor's lock is held.
 */
static enum xip_kind xip_kind_at(u32 port)
{
	enum xip_kind kind = XIP_KIND_other;
	struct irq_data *data;
	struct irq_desc *desc;
	unsigned long flags;
	unsigned int irq;

	rcu_read_lock();
	irq = irq_from_evtchn(port);
	data = irq == -1U ? NULL : irq_get_irq_data(irq);
	if (data) {
		desc = irq_data_to_desc(data);
		raw_spin_lock_irqsave(&desc->lock, flags);
		if (desc->action && desc->action->name)
			kind = xip_kind_of(desc->action->name);
		raw_spin_unlock_irqrestore(&desc->lock, flags);
	} else {
		kind = XIP_KIND_left;
	}
	rcu_read_unlock();
	return kind;
}

static void xip_count(domid_t domid, enum xip_kind kind)
{
	struct xip_domain *domain;

	xip_found_all.kinds[kind]++;
	xip_found_all.channels++;

	/* What belongs to no domain is dom0's own. */
	if (domid >= DOMID_FIRST_RESERVED)
		domid = 0;
	xip_slots[domid].found++;
	domain = xip_domain_of(domid);
	if (domain)
		domain->found[kind]++;
}

static void xip_count_own(u32 port, enum xip_kind kind)
{
	unsigned int irq;

	/* What it looks at is freed after a grace period. */
	rcu_read_lock();
	irq = irq_from_evtchn(port);
	rcu_read_unlock();

	/* No irq is UINT_MAX, too. */
	xip_found_all.first_irq = min(xip_found_all.first_irq, irq);
	xip_count(0, kind);
}

static void xip_count_port(const struct evtchn_status *status)
{
	enum xip_kind kind;

	switch (status->status) {
	case EVTCHNSTAT_closed:
		break;
	case EVTCHNSTAT_unbound:
		kind = xip_kind_at(status->port);
		if (kind == XIP_KIND_left)
			xip_left_saw(status->port, status->u.unbound.dom, 0);
		else
			kind = XIP_KIND_unbound;
		xip_count(status->u.unbound.dom, kind);
		break;
	case EVTCHNSTAT_interdomain:
		kind = xip_kind_at(status->port);
		if (kind == XIP_KIND_left)
			xip_left_saw(status->port, status->u.interdomain.dom,
				     status->u.interdomain.port);
		xip_count(status->u.interdomain.dom, kind);
		break;
	case EVTCHNSTAT_pirq:
		xip_count(0, XIP_KIND_pirq);
		break;
	case EVTCHNSTAT_virq:
		xip_count_own(status->port, XIP_KIND_virq);
		break;
	case EVTCHNSTAT_ipi:
		xip_count_own(status->port, XIP_KIND_ipi);
		break;
	default:
		xip_count(0, XIP_KIND_other);
		break;
	}
}

/* Xen answers EINVAL for the first port that it has no memory for yet. */
static void xip_count_ports(void)
{
	struct evtchn_status status;
	u32 port;
	int err;

	for (port = 1; port < XIP_NUMBER_MAX; port++) {
		status = (struct evtchn_status){ .dom = DOMID_SELF, .port = port };
		err = HYPERVISOR_event_channel_op(EVTCHNOP_status, &status);
		if (err == -EINVAL)
			break;
		if (!err)
			xip_count_port(&status);
		cond_resched();
	}
}

/*
 * Numbers that channels cannot have count as used: x86 keeps those below
 * arch_dynirq_lower_bound() for physical interrupts, and gave the first after
 * them to what was bound at boot and stays.
 */
static u32 xip_count_descriptors(void)
{
	u32 below = xip_found_all.first_irq == UINT_MAX ? 0 : xip_found_all.first_irq;
	u32 irq, count = 0;

	for (irq = 0; irq < nr_irqs; irq++) {
		/* In 6.1 a radix tree, whose nodes are freed after a grace period. */
		rcu_read_lock();
		if (irq < below || irq_get_irq_data(irq))
			count++;
		rcu_read_unlock();
		cond_resched();
	}
	return count;
}

static u32 xip_beyond(u32 all, u32 part)
{
	return all > part ? all - part : 0;
}

/* The census is the truth from now on. xip_mutex held. */
static void xip_publish(u32 descriptors, u32 ready)
{
	struct xip_pool *pool = &xip_pool;
	struct xip_domain *domain;
	unsigned int domid;

	memcpy(pool->kinds, xip_found_all.kinds, sizeof(pool->kinds));
	pool->channels = xip_found_all.channels;
	pool->descriptors = descriptors;
	/*
	 * Those in the reserve are there to be bound. A channel without an
	 * interrupt, as few are, passes for one of the others.
	 */
	pool->ledger.besides[XIP_DESCRIPTORS] =
		xip_beyond(descriptors, xip_found_all.channels + ready);
	pool->guests = 0;
	pool->guest_channels = 0;
	for (domid = 0; domid < DOMID_FIRST_RESERVED; domid++) {
		struct xip_slot *slot = &xip_slots[domid];

		if (!slot->found && !slot->account.others)
			continue;
		xip_found(&pool->ledger, &slot->account, slot->found);
		if (domid && slot->found) {
			pool->guests++;
			pool->guest_channels += slot->found;
		}
	}
	list_for_each_entry(domain, &xip_domains, node)
		memcpy(domain->kinds, domain->found, sizeof(domain->kinds));
	xip_ceilings_read();
}

static u64 xip_changes(void)
{
	u64 changes;

	mutex_lock(&xip_mutex);
	changes = xip_pool.changes;
	mutex_unlock(&xip_mutex);
	return changes;
}

static void xip_forget_found(void)
{
	struct xip_domain *domain;
	unsigned int domid;

	memset(&xip_found_all, 0, sizeof(xip_found_all));
	xip_found_all.first_irq = UINT_MAX;
	for (domid = 0; domid < DOMID_FIRST_RESERVED; domid++)
		xip_slots[domid].found = 0;
	list_for_each_entry(domain, &xip_domains, node)
		memset(domain->found, 0, sizeof(domain->found));
}

/* xip_census_mutex held. */
static void xip_census_locked(void)
{
	u64 began = ktime_get_ns(), changes;
	unsigned int closed, try = 0;
	u32 descriptors, ready;

	do {
		xip_forget_found();
		changes = xip_changes();
		xip_count_ports();
	} while (changes != xip_changes() && ++try < XIP_CENSUS_TRIES);
	descriptors = xip_count_descriptors();
	/* Waits for a bind under way, which may wait for memory. */
	ready = xip_reserve_ready();
	closed = xip_left_close();

	mutex_lock(&xip_mutex);
	xip_publish(descriptors, ready);
	xip_pool.reclaimed += closed;
	mutex_unlock(&xip_mutex);

	xip_census_ended = ktime_get_ns();
	xip_census_took = xip_census_ended - began;
}

/**
 * xip_census_fresh() - somebody wants to read numbers: see that they are new
 *
 * Context: process, may sleep; no mutex held.
 */
void xip_census_fresh(void)
{
	u64 age, fresh;

	mutex_lock(&xip_census_mutex);
	age = ktime_get_ns() - xip_census_ended;
	fresh = clamp_t(u64, xip_census_took * XIP_CENSUS_FRESH_SHARE, XIP_CENSUS_FRESH_NS,
			XIP_CENSUS_OLD_NS);
	if (age > fresh)
		xip_census_locked();
	mutex_unlock(&xip_census_mutex);
}

/* The reserve is filled up at once, the rest of it all is done in its turn. */
static void xip_census_work(struct work_struct *work)
{
	unsigned long next;

	mutex_lock(&xip_census_mutex);
	xip_census_locked();
	next = nsecs_to_jiffies(xip_census_took * XIP_CENSUS_SHARE);
	mutex_unlock(&xip_census_mutex);

	xip_warn();
	xip_reserve_check();
	xip_domains_leave(false);
	queue_delayed_work(xip_queue, &xip_census_worker,
			   clamp_t(unsigned long, next, XIP_CENSUS_EVERY, XIP_CENSUS_RARELY));
}

/**
 * xip_census_begin() - take the first one, and go on
 *
 * Context: process, may sleep.
 */
void xip_census_begin(void)
{
	queue_delayed_work(xip_queue, &xip_census_worker, 0);
	flush_delayed_work(&xip_census_worker);
}

/**
 * xip_census_end() - no more of them, but for those who read
 *
 * Context: process, may sleep.
 */
void xip_census_end(void)
{
	cancel_delayed_work_sync(&xip_census_worker);
}
