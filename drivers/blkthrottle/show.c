// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the sysfs files of domains and disks say; Documentation/ABI/ has it.
 */
#include <linux/slab.h>
#include <linux/sysfs.h>
#include "domain.h"

static const char * const xbt_dir_names[XBT_DIRS] = { "read", "write" };

/**
 * xbt_show_limit() - a knob as text
 * @at: the domain or disk
 * @knob: which one
 * @buf: a page
 *
 * Context: process.
 * Return: bytes written.
 */
ssize_t xbt_show_limit(struct xbt_target at, unsigned int knob, char *buf)
{
	return xbt_knob_print(buf, knob, xbt_limit_get(at, knob));
}

/**
 * xbt_store_limit() - turn a knob
 * @at: the domain or disk
 * @knob: which one
 * @buf: its new value as text
 * @count: length of that
 *
 * Context: process, may sleep.
 * Return: @count, or -EINVAL.
 */
ssize_t xbt_store_limit(struct xbt_target at, unsigned int knob, const char *buf,
			size_t count)
{
	u64 value;
	int err;

	err = xbt_knob_parse(knob, buf, &value);
	if (err)
		return err;
	xbt_limit_set(at, knob, value);
	return count;
}

static struct xbt_stats *xbt_stats_of(struct xbt_target at, unsigned int *vbds,
				      unsigned int *rings)
{
	struct xbt_stats *stats = kmalloc(sizeof(*stats), GFP_KERNEL);

	if (!stats)
		return NULL;
	mutex_lock(&xbt_domains_mutex);
	xbt_stats_get(at, stats);
	*vbds = at.vbd ? 1 : at.dom->nr_vbds;
	*rings = xbt_rings_of(at);
	mutex_unlock(&xbt_domains_mutex);
	return stats;
}

/**
 * xbt_show_stat() - the numbers as text, a line each
 * @at: the domain or disk
 * @buf: a page
 *
 * Context: process, may sleep.
 * Return: bytes written, or -ENOMEM.
 */
ssize_t xbt_show_stat(struct xbt_target at, char *buf)
{
#define XBT_NUMBER_NAME(name) #name,
	static const char * const names[] = { XBT_FOR_EACH_NUMBER(XBT_NUMBER_NAME) };
	unsigned int dir, i, vbds, rings;
	struct xbt_stats *stats;
	int len;

	stats = xbt_stats_of(at, &vbds, &rings);
	if (!stats)
		return -ENOMEM;

	len = sysfs_emit(buf, "vbds %u\nrings %u\n", vbds, rings);
	for (dir = 0; dir < XBT_DIRS; dir++)
		for (i = 0; i < ARRAY_SIZE(names); i++)
			len += sysfs_emit_at(buf, len, "%s_%s %llu\n",
					     xbt_dir_names[dir], names[i],
					     ((u64 *)&stats->dir[dir])[i]);
	len += sysfs_emit_at(buf, len, "other_ios %llu\n", stats->other_ios);
	kfree(stats);
	return len;
}

static int xbt_show_places(char *buf, int len, const char *dir, const char *what,
			   const u64 *places)
{
	int from = len;
	unsigned int i;

	len += sysfs_emit_at(buf, len, "%s_%s", dir, what);
	for (i = 0; i < XBT_HIST; i++)
		len += sysfs_emit_at(buf, len, " %llu", places[i]);
	len += sysfs_emit_at(buf, len, "\n");
	return len - from;
}

/**
 * xbt_show_hist() - the histograms as text, a line each
 * @at: the domain or disk
 * @buf: a page
 *
 * Context: process, may sleep.
 * Return: bytes written, or -ENOMEM.
 */
ssize_t xbt_show_hist(struct xbt_target at, char *buf)
{
	struct xbt_stats *stats;
	unsigned int dir, vbds, rings;
	int len = 0;

	stats = xbt_stats_of(at, &vbds, &rings);
	if (!stats)
		return -ENOMEM;

	for (dir = 0; dir < XBT_DIRS; dir++) {
		len += xbt_show_places(buf, len, xbt_dir_names[dir], "wait",
				       stats->wait[dir]);
		len += xbt_show_places(buf, len, xbt_dir_names[dir], "service",
				       stats->service[dir]);
	}
	kfree(stats);
	return len;
}
