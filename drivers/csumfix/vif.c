// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interfaces come and go.
 *
 * Locking and lifetime:
 *
 * - rtnl guards the list, the settings and all that follows from them: it is
 *   what interfaces come, go and move under anyway.
 * - A file of sysfs that needs rtnl only tries for it and starts over: the
 *   folder goes under rtnl, and waits for those who are in a file.
 * - The packet path takes no lock. It finds the interface in the private
 *   pointer of the hook it runs in; hooks are gone, and a grace period has
 *   passed, before an interface's memory goes.
 * - The seam's mutex is taken outside of rtnl.
 * - An interface that moves to another network namespace is unregistered and
 *   registered to those who listen, and nothing else: it keeps its settings and
 *   its folder, and only netfilter's hooks, which belong to a namespace, go and
 *   come.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <xen/xenbus.h>
#include "vif.h"

static LIST_HEAD(xcf_vifs);

static bool xcf_on_bus(const struct net_device *dev, const char *bus)
{
	struct device *parent = dev->dev.parent;

	return parent && parent->bus && !strcmp(parent->bus->name, bus) &&
	       !strcmp(to_xenbus_device(parent)->devicetype, "vif");
}

/**
 * xcf_is_backend() - is this an interface of netback's?
 * @dev: any interface
 *
 * Return: true if it is.
 */
bool xcf_is_backend(const struct net_device *dev)
{
	return xcf_on_bus(dev, "xen-backend");
}

/**
 * xcf_is_vif() - is this an interface of netback's or netfront's?
 * @dev: any interface
 *
 * Return: true if it is.
 */
bool xcf_is_vif(const struct net_device *dev)
{
	return xcf_is_backend(dev) || xcf_on_bus(dev, "xen");
}

/**
 * xcf_vif_find() - what is known of an interface
 * @dev: any interface
 *
 * Context: under rtnl.
 * Return: it, or NULL.
 */
struct xcf_vif *xcf_vif_find(const struct net_device *dev)
{
	struct xcf_vif *vif;

	ASSERT_RTNL();
	list_for_each_entry(vif, &xcf_vifs, node)
		if (vif->dev == dev)
			return vif;
	return NULL;
}

/**
 * xcf_vif_add() - an interface has appeared
 * @dev: the interface; registered
 *
 * Context: process, under rtnl.
 * Return: 0, or -errno if it cannot be had; it works as without us then.
 */
int xcf_vif_add(struct net_device *dev)
{
	struct xcf_settings set = xcf_defaults();
	struct xcf_vif *vif;
	int err;

	vif = kzalloc(sizeof(*vif), GFP_KERNEL);
	if (!vif)
		return -ENOMEM;
	kobject_init(&vif->kobj, &xcf_vif_ktype);
	vif->dev = dev;
	xcf_hooks_init(vif);
	vif->counters = alloc_percpu(struct xcf_counters);
	if (!vif->counters) {
		err = -ENOMEM;
		goto put;
	}
	err = kobject_add(&vif->kobj, &dev->dev.kobj, "csumfix");
	if (err)
		goto put;
	err = xcf_set(vif, &set);
	if (err)
		goto wait;
	list_add_tail(&vif->node, &xcf_vifs);
	return 0;

wait:
	/* One of the hooks was there for a moment. */
	synchronize_net();
put:
	kobject_put(&vif->kobj);
	return err;
}

/**
 * xcf_vif_del() - an interface goes, or we do
 * @vif: the interface
 *
 * It offers what it offered, and is touched no more.
 *
 * Context: process, under rtnl; nothing comes from the seam any more.
 */
void xcf_vif_del(struct xcf_vif *vif)
{
	const struct xcf_settings off = { .mode = XCF_MODE_OFF };

	/* Taking hooks away does not fail; who goes offers nothing any more. */
	if (vif->dev->reg_state == NETREG_REGISTERED)
		xcf_set(vif, &off);
	else
		xcf_hooks_apply(vif, false);
	list_del(&vif->node);
	kobject_del(&vif->kobj);
	synchronize_net();
	kobject_put(&vif->kobj);
}

/**
 * xcf_vif_del_all() - we go
 *
 * Context: process, under rtnl; nothing comes from the seam any more.
 */
void xcf_vif_del_all(void)
{
	struct xcf_vif *vif, *next;

	list_for_each_entry_safe(vif, next, &xcf_vifs, node)
		xcf_vif_del(vif);
}
