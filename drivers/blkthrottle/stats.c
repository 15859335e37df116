// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers of domains and disks: what held requests add to them, their sums,
 * and starting them anew. Those of the request path are counted in gate.c, a
 * set a disk and CPU; a domain's are the sum over its disks and over those that
 * it had. Nothing that counts is ever set back: a reset notes what to subtract.
 */
#include <linux/string.h>
#include "domain.h"
#include "hist.h"

/**
 * xbt_stats_hold() - a request is held
 * @level: of its domain or disk
 * @req: the request
 * @now: CLOCK_MONOTONIC, ns
 *
 * Context: the domain's lock held.
 */
void xbt_stats_hold(struct xbt_level *level, const struct xbt_req *req, u64 now)
{
	struct xbt_held *held = &level->held[req->dir];

	held->ios++;
	held->bytes += req->bytes;
	if (!held->waiting++)
		held->since_ns = now;
}

/**
 * xbt_stats_waited() - how long a request has been held
 * @req: the request
 * @now: CLOCK_MONOTONIC, ns; from before it was held if it was read before
 *	the lock was taken
 *
 * Return: ns.
 */
u64 xbt_stats_waited(const struct xbt_req *req, u64 now)
{
	return now > req->since ? now - req->since : 0;
}

/**
 * xbt_stats_release() - a request is held no more
 * @level: of its domain or disk
 * @req: the request
 * @now: CLOCK_MONOTONIC, ns
 * @served: it goes to the disk
 *
 * Context: the domain's lock held.
 */
void xbt_stats_release(struct xbt_level *level, const struct xbt_req *req,
		       u64 now, bool served)
{
	struct xbt_held *held = &level->held[req->dir];
	u64 waited = xbt_stats_waited(req, now);

	held->wait_ns += waited;
	held->wait_max_ns = max(held->wait_max_ns, waited);
	if (served)
		held->wait[xbt_hist_place(waited)]++;
	if (!--held->waiting && now > held->since_ns)
		held->throttled_ns += now - held->since_ns;
}

/* Add up what all CPUs have counted of a disk, but for ios; one after the other. */
static void xbt_stats_add_counters(struct xbt_stats *sum, struct xbt_vbd *vbd)
{
	unsigned int cpu, dir, i;

	for_each_possible_cpu(cpu) {
		const struct xbt_counters *c = per_cpu_ptr(vbd->counters, cpu);

		for (dir = 0; dir < XBT_DIRS; dir++) {
			sum->dir[dir].bytes += c->bytes[dir];
			sum->dir[dir].errors += c->errors[dir];
			sum->dir[dir].service_ns += c->service_ns[dir];
			for (i = 0; i < XBT_HIST; i++) {
				sum->service[dir][i] += c->service[dir][i];
				sum->dir[dir].done_ios += c->service[dir][i];
			}
		}
		sum->other_ios += c->other_ios;
	}
}

/* The requests of a disk that were let go, with those among them that had waited. */
static void xbt_stats_add_ios(struct xbt_stats *sum, struct xbt_vbd *vbd)
{
	unsigned int cpu, dir;

	for_each_possible_cpu(cpu) {
		const struct xbt_counters *c = per_cpu_ptr(vbd->counters, cpu);

		for (dir = 0; dir < XBT_DIRS; dir++)
			sum->dir[dir].ios += c->ios[dir];
	}
}

/* What is counted of held requests, and is the same at both levels. */
static void xbt_stats_add_held(struct xbt_stats *sum,
			       const struct xbt_level *level, u64 now)
{
	unsigned int dir, i;

	for (dir = 0; dir < XBT_DIRS; dir++) {
		const struct xbt_held *held = &level->held[dir];
		struct xbt_numbers *n = &sum->dir[dir];

		n->held_ios += held->ios;
		n->held_bytes += held->bytes;
		n->waiting_ios += held->waiting;
		n->wait_ns += held->wait_ns;
		n->wait_max_ns = held->wait_max_ns;
		n->throttled_ns += held->throttled_ns;
		if (held->waiting && now > held->since_ns)
			n->throttled_ns += now - held->since_ns;
		for (i = 0; i < XBT_HIST; i++)
			sum->wait[dir][i] += held->wait[i];
	}
}

/* All numbers since the beginning. */
static void xbt_stats_raw(struct xbt_target at, struct xbt_stats *sum)
{
	struct xbt_vbd *vbd;

	lockdep_assert_held(&xbt_domains_mutex);
	if (at.vbd) {
		memset(sum, 0, sizeof(*sum));
		xbt_stats_add_counters(sum, at.vbd);
	} else {
		*sum = at.dom->gone;
		list_for_each_entry(vbd, &at.dom->vbds, node)
			xbt_stats_add_counters(sum, vbd);
	}
	spin_lock_irq(&at.dom->lock);
	/*
	 * One that is released counts among the requests and among those that
	 * waited, under the lock. The difference would else go down at times.
	 */
	if (at.vbd)
		xbt_stats_add_ios(sum, at.vbd);
	else
		list_for_each_entry(vbd, &at.dom->vbds, node)
			xbt_stats_add_ios(sum, vbd);
	xbt_stats_add_held(sum, xbt_level_of(at), ktime_get_ns());
	spin_unlock_irq(&at.dom->lock);
}

/*
 * Each member is a u64, and all but two are sums since the beginning: these two
 * are as they are.
 */
static void xbt_stats_subtract(struct xbt_stats *stats,
			       const struct xbt_stats *base)
{
	u64 *at = (u64 *)stats;
	const u64 *from = (const u64 *)base;
	unsigned int i;

	BUILD_BUG_ON(sizeof(*stats) % sizeof(u64));
	for (i = 0; i < sizeof(*stats) / sizeof(u64); i++)
		at[i] -= from[i];
}

/**
 * xbt_stats_get() - the numbers of a domain or disk
 * @at: the domain or disk
 * @stats: where to put them
 *
 * Those of the request path are not of one instant.
 *
 * Context: process; xbt_domains_mutex held.
 */
void xbt_stats_get(struct xbt_target at, struct xbt_stats *stats)
{
	unsigned int dir, i;

	xbt_stats_raw(at, stats);
	xbt_stats_subtract(stats, &xbt_level_of(at)->base);

	/* Who did not have to wait waited for less than the shortest time. */
	for (dir = 0; dir < XBT_DIRS; dir++) {
		u64 waited = 0;

		for (i = 0; i < XBT_HIST; i++)
			waited += stats->wait[dir][i];
		if (stats->dir[dir].ios > waited)
			stats->wait[dir][0] += stats->dir[dir].ios - waited;
	}
}

static void xbt_level_reset(struct xbt_target at)
{
	struct xbt_level *level = xbt_level_of(at);
	unsigned int dir;

	xbt_stats_raw(at, &level->base);
	spin_lock_irq(&at.dom->lock);
	for (dir = 0; dir < XBT_DIRS; dir++) {
		level->base.dir[dir].waiting_ios = 0;
		level->base.dir[dir].wait_max_ns = 0;
		level->held[dir].wait_max_ns = 0;
	}
	level->since_ns = ktime_get_ns();
	spin_unlock_irq(&at.dom->lock);
}

/**
 * xbt_stats_reset() - start the numbers of a domain with its disks, or of one
 *	disk, anew
 * @at: the domain or disk
 *
 * Context: process; xbt_domains_mutex held.
 */
void xbt_stats_reset(struct xbt_target at)
{
	struct xbt_vbd *vbd;

	xbt_level_reset(at);
	if (at.vbd)
		return;
	list_for_each_entry(vbd, &at.dom->vbds, node)
		xbt_level_reset((struct xbt_target){ at.dom, vbd });
}

/**
 * xbt_stats_keep() - keep the numbers of a disk that goes for its domain
 * @vbd: the disk, which has no rings any more
 *
 * What it counted of held requests, the domain has counted itself.
 *
 * Context: process; xbt_domains_mutex held.
 */
void xbt_stats_keep(struct xbt_vbd *vbd)
{
	xbt_stats_add_counters(&vbd->dom->gone, vbd);
	xbt_stats_add_ios(&vbd->dom->gone, vbd);
}

/**
 * xbt_rings_of() - how many rings are connected
 * @at: the domain or disk
 *
 * Context: process; xbt_domains_mutex held.
 * Return: their number.
 */
unsigned int xbt_rings_of(struct xbt_target at)
{
	struct xbt_vbd *vbd;
	unsigned int rings = 0;

	if (at.vbd)
		return at.vbd->nr_rings;
	list_for_each_entry(vbd, &at.dom->vbds, node)
		rings += vbd->nr_rings;
	return rings;
}
