// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/bus/xen-backend/devices/vbd-<domid>-<devid>/throttle/: one disk.
 * Every attribute is documented in Documentation/ABI/.
 */
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include "domain.h"

static struct xbt_target xbt_of_kobj(struct kobject *kobj)
{
	struct xbt_vbd *vbd = container_of(kobj, struct xbt_vbd, kobj);

	return (struct xbt_target){ vbd->dom, vbd };
}

static ssize_t xbt_disk_show(struct kobject *kobj, struct kobj_attribute *attr,
			     char *buf);
static ssize_t xbt_disk_store(struct kobject *kobj, struct kobj_attribute *attr,
			      const char *buf, size_t count);

/* One attribute a knob, in the order of enum xbt_knob. */
#define XBT_DISK_ATTR(name, kind, scope, part) \
	__ATTR(name, 0644, xbt_disk_show, xbt_disk_store),
static struct kobj_attribute xbt_disk_knobs[] = {
	XBT_FOR_EACH_KNOB(XBT_DISK_ATTR)
};

static ssize_t xbt_disk_show(struct kobject *kobj, struct kobj_attribute *attr,
			     char *buf)
{
	return xbt_show_limit(xbt_of_kobj(kobj), attr - xbt_disk_knobs, buf);
}

static ssize_t xbt_disk_store(struct kobject *kobj, struct kobj_attribute *attr,
			      const char *buf, size_t count)
{
	return xbt_store_limit(xbt_of_kobj(kobj), attr - xbt_disk_knobs, buf, count);
}

static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attr,
			 char *buf)
{
	return xbt_show_stat(xbt_of_kobj(kobj), buf);
}

static struct kobj_attribute xbt_disk_stat = __ATTR_RO(stat);

static ssize_t latency_hist_show(struct kobject *kobj,
				 struct kobj_attribute *attr, char *buf)
{
	return xbt_show_hist(xbt_of_kobj(kobj), buf);
}

static struct kobj_attribute xbt_disk_hist = __ATTR_RO(latency_hist);

#define XBT_DISK_ATTR_PTR(name, kind, scope, part) \
	&xbt_disk_knobs[XBT_KNOB_##name].attr,
static struct attribute *xbt_disk_attrs[] = {
	&xbt_disk_stat.attr,
	&xbt_disk_hist.attr,
	XBT_FOR_EACH_KNOB(XBT_DISK_ATTR_PTR)
	NULL
};
ATTRIBUTE_GROUPS(xbt_disk);

static void xbt_vbd_free(struct kobject *kobj)
{
	struct xbt_vbd *vbd = container_of(kobj, struct xbt_vbd, kobj);

	free_percpu(vbd->counters);
	kfree(vbd);
}

const struct kobj_type xbt_vbd_ktype = {
	.release = xbt_vbd_free,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = xbt_disk_groups,
};

/**
 * xbt_vbd_plug() - make the folder of a disk
 * @vbd: the disk, in its domain
 * @dev: the backend device
 *
 * Context: process, under the seam's mutex.
 * Return: 0 or -errno.
 */
int xbt_vbd_plug(struct xbt_vbd *vbd, struct device *dev)
{
	int err = kobject_add(&vbd->kobj, &dev->kobj, "throttle");

	vbd->plugged = !err;
	return err;
}
