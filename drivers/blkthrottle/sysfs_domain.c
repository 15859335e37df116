// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/xen-blkthrottle/dom<domid>/: the domain as a whole.
 * Every attribute is documented in Documentation/ABI/.
 */
#include <linux/sysfs.h>
#include "domain.h"

static struct xbt_target xbt_of_dev(struct device *dev)
{
	return (struct xbt_target){ container_of(dev, struct xbt_domain, dev) };
}

static ssize_t xbt_dom_show(struct device *dev, struct device_attribute *attr,
			    char *buf);
static ssize_t xbt_dom_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count);

/* One attribute a knob, in the order of enum xbt_knob. */
#define XBT_DOM_ATTR(name, kind, scope, part) \
	__ATTR(name, 0644, xbt_dom_show, xbt_dom_store),
static struct device_attribute xbt_dom_knobs[] = {
	XBT_FOR_EACH_KNOB(XBT_DOM_ATTR)
};

static ssize_t xbt_dom_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return xbt_show_limit(xbt_of_dev(dev), attr - xbt_dom_knobs, buf);
}

static ssize_t xbt_dom_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	return xbt_store_limit(xbt_of_dev(dev), attr - xbt_dom_knobs, buf, count);
}

static ssize_t stat_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return xbt_show_stat(xbt_of_dev(dev), buf);
}
static DEVICE_ATTR_RO(stat);

static ssize_t latency_hist_show(struct device *dev,
				 struct device_attribute *attr, char *buf)
{
	return xbt_show_hist(xbt_of_dev(dev), buf);
}
static DEVICE_ATTR_RO(latency_hist);

#define XBT_DOM_ATTR_PTR(name, kind, scope, part) \
	&xbt_dom_knobs[XBT_KNOB_##name].attr,
static struct attribute *xbt_attrs[] = {
	&dev_attr_stat.attr,
	&dev_attr_latency_hist.attr,
	XBT_FOR_EACH_KNOB(XBT_DOM_ATTR_PTR)
	NULL
};
ATTRIBUTE_GROUPS(xbt);

struct class xbt_class = {
	.name = "xen-blkthrottle",
	.dev_groups = xbt_groups,
};
