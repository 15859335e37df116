// SPDX-License-Identifier: GPL-2.0-only
/*
 * Domains and disks: a domain comes with its first disk and goes with its last.
 *
 * Locking and lifetime:
 *
 * - xbt_domains_mutex guards the list of domains, their lists of disks, the
 *   numbers of rings, and the default limits. It nests inside the seam's mutex,
 *   under which disks and rings come and go, and outside of &xbt_domain.lock.
 *   It is what keeps a domain or disk alive for those who found it in a list.
 * - A domain lives as long as its class device is referenced: by its disks
 *   (one reference for all of them), and by whoever has a sysfs file of it
 *   open for the length of a read or write. device_unregister() waits for
 *   these, so it is called without any lock that they take, xbt_domains_mutex
 *   among them. The same goes for a disk, its kobject and kobject_del().
 * - The gate (timer and queues) is closed when the last disk goes: its rings
 *   have gone before, so nothing is held and the timer is not armed anew.
 * - &xbt_level.stat is set while the file is there, and read under the lock.
 */
#include <linux/slab.h>
#include "domain.h"

/* Guards the list of domains; see above. */
DEFINE_MUTEX(xbt_domains_mutex);
LIST_HEAD(xbt_domains);

static void xbt_domain_free(struct device *dev)
{
	kfree(container_of(dev, struct xbt_domain, dev));
}

/* From now on, or no more, the file stat tells of throttling. */
static void xbt_level_set_stat(struct xbt_target at, struct kernfs_node *stat)
{
	struct xbt_level *level = xbt_level_of(at);
	struct kernfs_node *old = level->stat;

	spin_lock_irq(&at.dom->lock);
	level->stat = stat;
	spin_unlock_irq(&at.dom->lock);
	sysfs_put(old);
}

static struct xbt_domain *xbt_domain_create(domid_t domid)
{
	struct xbt_domain *dom;
	int err;

	dom = kzalloc(sizeof(*dom), GFP_KERNEL);
	if (!dom)
		return ERR_PTR(-ENOMEM);

	dom->domid = domid;
	INIT_LIST_HEAD(&dom->vbds);
	spin_lock_init(&dom->lock);
	dom->level.since_ns = ktime_get_ns();
	xbt_gate_init(dom);
	xbt_defaults_apply(dom);

	device_initialize(&dom->dev);
	dom->dev.class = &xbt_class;
	dom->dev.release = xbt_domain_free;
	err = dev_set_name(&dom->dev, "dom%u", domid);
	if (err)
		goto put;
	err = xbt_moved_watch(dom);
	if (err)
		goto put;
	err = device_add(&dom->dev);
	if (err)
		goto forget;

	list_add_tail(&dom->node, &xbt_domains);
	xbt_level_set_stat((struct xbt_target){ dom },
			   sysfs_get_dirent(dom->dev.kobj.sd, "stat"));
	xbt_event_add(XBT_DOMAIN_ADDED, (struct xbt_target){ dom }, 0, 0);
	return dom;

forget:
	xbt_moved_forget(dom);
put:
	put_device(&dom->dev);
	return ERR_PTR(err);
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
 * xbt_target_find() - look up a domain, or one of its disks
 * @at: to be filled in
 * @domid: the domain
 * @devid: the disk, or XBT_WHOLE_DOMAIN
 *
 * Context: xbt_domains_mutex held; what is found is good as long as it is.
 * Return: 0 or -ENOENT.
 */
int xbt_target_find(struct xbt_target *at, u16 domid, u32 devid)
{
	struct xbt_vbd *vbd;

	lockdep_assert_held(&xbt_domains_mutex);
	at->vbd = NULL;
	at->dom = xbt_domain_find(domid);
	if (!at->dom)
		return -ENOENT;
	if (devid == XBT_WHOLE_DOMAIN)
		return 0;

	list_for_each_entry(vbd, &at->dom->vbds, node) {
		if (vbd->devid == devid) {
			at->vbd = vbd;
			return 0;
		}
	}
	return -ENOENT;
}

static struct xbt_vbd *xbt_vbd_create(unsigned int devid)
{
	struct xbt_vbd *vbd = kzalloc(sizeof(*vbd), GFP_KERNEL);

	if (!vbd)
		return NULL;
	vbd->counters = alloc_percpu(struct xbt_counters);
	if (!vbd->counters) {
		kfree(vbd);
		return NULL;
	}
	kobject_init(&vbd->kobj, &xbt_vbd_ktype);
	vbd->devid = devid;
	vbd->level.since_ns = ktime_get_ns();
	xbt_disk_init(&vbd->disk);
	return vbd;
}

static void xbt_vbd_join(struct xbt_vbd *vbd, struct xbt_domain *dom)
{
	vbd->dom = dom;
	dom->nr_vbds++;
	spin_lock_irq(&dom->lock);
	list_add_tail(&vbd->node, &dom->vbds);
	xbt_gate_limits_changed(dom, ktime_get_ns());
	spin_unlock_irq(&dom->lock);
	xbt_event_add(XBT_VBD_ADDED, (struct xbt_target){ dom, vbd }, 0, 0);
}

/* Take a disk out of its domain, and the domain away with its last disk. */
static void xbt_vbd_leave(struct xbt_vbd *vbd)
{
	struct xbt_domain *dom = vbd->dom;
	bool last;

	mutex_lock(&xbt_domains_mutex);
	xbt_event_add(XBT_VBD_REMOVED, (struct xbt_target){ dom, vbd }, 0, 0);
	xbt_stats_keep(vbd);
	spin_lock_irq(&dom->lock);
	list_del(&vbd->node);
	spin_unlock_irq(&dom->lock);
	last = !--dom->nr_vbds;
	if (last)
		list_del(&dom->node);
	mutex_unlock(&xbt_domains_mutex);

	if (last) {
		/* Its throttling ends before it does. */
		xbt_moved_forget(dom);
		xbt_gate_close(dom);
		xbt_event_add(XBT_DOMAIN_REMOVED, (struct xbt_target){ dom }, 0, 0);
		xbt_level_set_stat((struct xbt_target){ dom }, NULL);
		device_unregister(&dom->dev);
	}
}

/**
 * xbt_vbd_add() - a disk appears, and with the first one its domain
 * @seam: the seam's side of the disk
 *
 * Context: process, under the seam's mutex.
 * Return: 0, or -errno if one of them could not be made.
 */
int xbt_vbd_add(struct xbh_blk_vbd *seam)
{
	struct xbt_domain *dom;
	struct xbt_vbd *vbd;
	int err = 0;

	vbd = xbt_vbd_create(seam->devid);
	if (!vbd)
		return -ENOMEM;

	mutex_lock(&xbt_domains_mutex);
	dom = xbt_domain_find(seam->domid);
	if (!dom)
		dom = xbt_domain_create(seam->domid);
	if (IS_ERR(dom))
		err = PTR_ERR(dom);
	else
		xbt_vbd_join(vbd, dom);
	mutex_unlock(&xbt_domains_mutex);
	if (err)
		goto out;

	/* The device of a disk that is on its way out takes no more files. */
	if (seam->dev)
		err = xbt_vbd_plug(vbd, seam->dev);
	if (err) {
		xbt_vbd_leave(vbd);
		goto out;
	}
	if (vbd->plugged)
		xbt_level_set_stat((struct xbt_target){ dom, vbd },
				   sysfs_get_dirent(vbd->kobj.sd, "stat"));
	seam->priv = vbd;
	/*
	 * Whoever keeps limits in files brings them now. The domain's own uevent
	 * came before there was a disk, and comes once only.
	 */
	if (vbd->plugged)
		kobject_uevent(&dom->dev.kobj, KOBJ_CHANGE);
out:
	if (err)
		kobject_put(&vbd->kobj);
	return err;
}

/**
 * xbt_vbd_unplug() - the backend device is about to go
 * @seam: the seam's side of the disk
 * @serve: release all that is held of it, and hold nothing any more
 *
 * Context: process, under the seam's mutex; the device is still in sysfs.
 */
void xbt_vbd_unplug(struct xbh_blk_vbd *seam, bool serve)
{
	struct xbt_vbd *vbd = seam->priv;

	/* Who has moved away is served over there. */
	if (serve && !READ_ONCE(vbd->dom->moved))
		xbt_gate_open_disk(seam);
	if (!vbd->plugged)
		return;
	xbt_level_set_stat((struct xbt_target){ vbd->dom, vbd }, NULL);
	kobject_del(&vbd->kobj);
	vbd->plugged = false;
}

/**
 * xbt_vbd_del() - a disk is gone, and with the last one its domain
 * @seam: the seam's side of the disk; its rings have gone before
 *
 * Context: process, under the seam's mutex.
 */
void xbt_vbd_del(struct xbh_blk_vbd *seam)
{
	struct xbt_vbd *vbd = seam->priv;

	xbt_vbd_unplug(seam, false);
	seam->priv = NULL;
	xbt_vbd_leave(vbd);
	kobject_put(&vbd->kobj);
}
