// SPDX-License-Identifier: GPL-2.0-only
/*
 * A domain that has been migrated away.
 *
 * Its frontend over there sends again what was not answered here, and goes on:
 * a write let go here after that would undo a newer one. xl gives the
 * domain that stays behind another name before it lets the one over there run
 * (tools/xl/xl_migrate.c). From then on nothing that is held leaves, until the
 * domain is destroyed, or, since the migration has failed, has its name again.
 *
 * Locking and lifetime:
 *
 * - A watch has its own memory. It leaves its domain under its mutex, and is
 *   unregistered and freed by a worker: that waits for watches under way, one
 *   of which may wait for the seam's mutex, under which a domain goes.
 * - Watches run one after the other, in a thread of xenbus. The mutex is taken
 *   outside of the domain's lock and inside of no other.
 */
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <xen/xenbus.h>
#include "domain.h"

/* How xl names what stays behind. */
#define XBT_MOVED_SUFFIX "--migratedaway"

/**
 * struct xbt_watch - watches the name of a domain
 * @watch: xenbus' part
 * @work: ends it
 * @lock: guards @dom
 * @dom: the domain; NULL once it is gone
 * @node: what is watched
 */
struct xbt_watch {
	struct xenbus_watch watch;
	struct work_struct work;
	struct mutex lock; /* guards dom */
	struct xbt_domain *dom;
	char node[sizeof("/local/domain/65535/name")];
};

static struct workqueue_struct *xbt_watch_queue;

static bool xbt_watch_moved(const struct xbt_watch *watch)
{
	size_t suffix = strlen(XBT_MOVED_SUFFIX);
	unsigned int len;
	bool moved;
	char *name;

	name = xenbus_read(XBT_NIL, watch->node, "", &len);
	/* A name that cannot be read says nothing of a migration. */
	if (IS_ERR(name))
		return false;
	moved = len >= suffix && !strcmp(name + len - suffix, XBT_MOVED_SUFFIX);
	kfree(name);
	return moved;
}

static void xbt_watch_fired(struct xenbus_watch *xenbus, const char *path,
			    const char *token)
{
	struct xbt_watch *watch = container_of(xenbus, struct xbt_watch, watch);
	bool moved = xbt_watch_moved(watch);

	mutex_lock(&watch->lock);
	if (watch->dom)
		xbt_gate_moved(watch->dom, moved);
	mutex_unlock(&watch->lock);
}

static void xbt_watch_end(struct work_struct *work)
{
	struct xbt_watch *watch = container_of(work, struct xbt_watch, work);

	unregister_xenbus_watch(&watch->watch);
	kfree(watch);
}

/**
 * xbt_moved_watch() - from now on, find out if a domain is migrated away
 * @dom: a new domain
 *
 * Context: process, may sleep.
 * Return: 0 or -errno.
 */
int xbt_moved_watch(struct xbt_domain *dom)
{
	struct xbt_watch *watch = kzalloc(sizeof(*watch), GFP_KERNEL);
	int err;

	if (!watch)
		return -ENOMEM;
	snprintf(watch->node, sizeof(watch->node), "/local/domain/%u/name", dom->domid);
	watch->watch.node = watch->node;
	watch->watch.callback = xbt_watch_fired;
	INIT_WORK(&watch->work, xbt_watch_end);
	mutex_init(&watch->lock);
	watch->dom = dom;
	err = register_xenbus_watch(&watch->watch);
	if (err)
		kfree(watch);
	else
		dom->watch = watch;
	return err;
}

/**
 * xbt_moved_forget() - a domain goes
 * @dom: the domain; nothing tells of it any more when this returns
 *
 * Context: process, may sleep.
 */
void xbt_moved_forget(struct xbt_domain *dom)
{
	struct xbt_watch *watch = dom->watch;

	mutex_lock(&watch->lock);
	watch->dom = NULL;
	mutex_unlock(&watch->lock);
	queue_work(xbt_watch_queue, &watch->work);
}

/**
 * xbt_moved_begin() - get ready to watch
 *
 * Return: 0 or -ENOMEM.
 */
int xbt_moved_begin(void)
{
	xbt_watch_queue = alloc_workqueue("xen-blkthrottle", 0, 0);
	return xbt_watch_queue ? 0 : -ENOMEM;
}

/**
 * xbt_moved_end() - wait until no watch is left
 *
 * Context: process, may sleep; there are no domains any more.
 */
void xbt_moved_end(void)
{
	destroy_workqueue(xbt_watch_queue);
}
