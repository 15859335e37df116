// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/xen-irqpool/dom<domid>/: one domain.
 */
#include <linux/string.h>
#include <linux/sysfs.h>
#include "pool.h"

static struct xip_domain *xip_of_dev(struct device *dev)
{
	return container_of(dev, struct xip_domain, dev);
}

static struct xip_account xip_account_of(struct device *dev)
{
	struct xip_account account;

	mutex_lock(&xip_mutex);
	account = xip_slots[xip_of_dev(dev)->domid].account;
	mutex_unlock(&xip_mutex);
	return account;
}

static ssize_t used_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct xip_account account;

	xip_census_fresh();
	account = xip_account_of(dev);
	return xip_show_number(buf, xip_used_by(&account));
}
static DEVICE_ATTR_RO(used);

static ssize_t quota_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u32 quota = xip_account_of(dev).quota;

	if (quota == XIP_DEFAULT_QUOTA)
		return sysfs_emit(buf, "default\n");
	return xip_show_number(buf, quota);
}

static ssize_t quota_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	u32 quota;

	if (sysfs_streq(buf, "default"))
		quota = XIP_DEFAULT_QUOTA;
	else if (xip_parse_number(buf, "max", XIP_NO_LIMIT, &quota))
		return -EINVAL;
	mutex_lock(&xip_mutex);
	xip_slots[xip_of_dev(dev)->domid].account.quota = quota;
	mutex_unlock(&xip_mutex);
	return count;
}
static DEVICE_ATTR_RW(quota);

static ssize_t refused_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", xip_account_of(dev).refused);
}
static DEVICE_ATTR_RO(refused);

static ssize_t kinds_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u32 kinds[XIP_KINDS];

	xip_census_fresh();
	mutex_lock(&xip_mutex);
	memcpy(kinds, xip_of_dev(dev)->kinds, sizeof(kinds));
	mutex_unlock(&xip_mutex);
	return xip_show_kinds(buf, kinds);
}
static DEVICE_ATTR_RO(kinds);

static struct attribute *xip_domain_attrs[] = {
	&dev_attr_used.attr,
	&dev_attr_quota.attr,
	&dev_attr_refused.attr,
	&dev_attr_kinds.attr,
	NULL
};

static const struct attribute_group xip_domain_group = {
	.attrs = xip_domain_attrs,
};

const struct attribute_group *xip_domain_groups[] = { &xip_domain_group, NULL };
