// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/xen-irqpool/pool/: dom0 as a whole.
 */
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/xen-irq-reserve.h>
#include "forecast.h"
#include "pool.h"

struct device *xip_pool_dev;

/* The pool, as it is at one moment. */
static struct xip_pool xip_now(void)
{
	struct xip_pool pool;

	xip_census_fresh();
	mutex_lock(&xip_mutex);
	pool = xip_pool;
	mutex_unlock(&xip_mutex);
	return pool;
}

static struct xen_irq_reserve_state xip_reserve_now(void)
{
	struct xen_irq_reserve_state state;

	xip_reserve_get(&state);
	return state;
}

static struct xip_marks xip_marks_now(void)
{
	struct xip_marks marks;

	mutex_lock(&xip_mutex);
	marks = xip_reserve_marks();
	mutex_unlock(&xip_mutex);
	return marks;
}

static struct xip_forecast xip_forecast_now(void)
{
	struct xip_pool pool = xip_now();

	return xip_forecast(&pool.ledger, pool.guests, pool.guest_channels);
}

/* A number that is only shown: an expression. */
#define XIP_SHOWS(name, format, expression)						\
	static ssize_t name##_show(struct device *dev, struct device_attribute *attr,	\
				   char *buf)						\
	{										\
		return format(buf, expression);						\
	}										\
	static DEVICE_ATTR_RO(name)

static ssize_t xip_show_u64(char *buf, u64 number)
{
	return sysfs_emit(buf, "%llu\n", number);
}

static ssize_t xip_show_word(char *buf, const char *word)
{
	return sysfs_emit(buf, "%s\n", word);
}

XIP_SHOWS(kernel, xip_show_word, xip_reserve_there() ? "patched" : "unmodified");
XIP_SHOWS(channels_used, xip_show_number, xip_now().channels);
XIP_SHOWS(channels_ceiling, xip_show_number, xip_now().ledger.ceiling[XIP_CHANNELS]);
XIP_SHOWS(descriptors_used, xip_show_number, xip_now().descriptors);
XIP_SHOWS(reserve, xip_show_number, xip_reserve_ready());
XIP_SHOWS(reserve_low, xip_show_number, xip_marks_now().low);
XIP_SHOWS(reserve_high, xip_show_number, xip_marks_now().high);
XIP_SHOWS(refused, xip_show_u64, xip_now().ledger.refused);
XIP_SHOWS(reclaimed, xip_show_u64, xip_now().reclaimed);
XIP_SHOWS(growths, xip_show_u64, xip_now().growths);
XIP_SHOWS(served, xip_show_u64, xip_reserve_now().taken);
XIP_SHOWS(missed, xip_show_u64, xip_reserve_now().missed);
XIP_SHOWS(failed, xip_show_u64, xip_reserve_now().failed);
XIP_SHOWS(first_ceiling, xip_show_word, xip_ceiling_names[xip_forecast_now().first]);
XIP_SHOWS(guests_fit, xip_show_number, xip_forecast_now().guests);
XIP_SHOWS(kinds, xip_show_kinds, xip_now().kinds);

/* A setting: where it is, and the word that it takes besides numbers. */
#define XIP_SETS(name, field, word)							\
	static ssize_t name##_show(struct device *dev, struct device_attribute *attr,	\
				   char *buf)						\
	{										\
		return xip_show_number(buf, READ_ONCE(xip_pool.field));			\
	}										\
	static ssize_t name##_store(struct device *dev, struct device_attribute *attr,	\
				    const char *buf, size_t count)			\
	{										\
		u32 number;								\
											\
		if (xip_parse_number(buf, word, XIP_NO_LIMIT, &number))			\
			return -EINVAL;							\
		mutex_lock(&xip_mutex);							\
		xip_pool.field = number;						\
		mutex_unlock(&xip_mutex);						\
		xip_reserve_look();							\
		return count;								\
	}										\
	static DEVICE_ATTR_RW(name)

XIP_SETS(reserve_min, reserve_min, NULL);
XIP_SETS(reserve_max, reserve_max, NULL);
XIP_SETS(toolstack_share, ledger.share, NULL);
XIP_SETS(default_quota, ledger.default_quota, "max");

static ssize_t descriptors_ceiling_show(struct device *dev, struct device_attribute *attr,
					char *buf)
{
	return xip_show_number(buf, xip_now().ledger.ceiling[XIP_DESCRIPTORS]);
}

static ssize_t descriptors_ceiling_store(struct device *dev, struct device_attribute *attr,
					 const char *buf, size_t count)
{
	u32 number;
	int err;

	if (xip_parse_number(buf, NULL, 0, &number))
		return -EINVAL;
	err = xip_ceiling_set(number);
	return err ? err : count;
}
static DEVICE_ATTR_RW(descriptors_ceiling);

static struct attribute *xip_pool_attrs[] = {
	&dev_attr_kernel.attr,
	&dev_attr_channels_used.attr,
	&dev_attr_channels_ceiling.attr,
	&dev_attr_descriptors_used.attr,
	&dev_attr_descriptors_ceiling.attr,
	&dev_attr_reserve.attr,
	&dev_attr_reserve_low.attr,
	&dev_attr_reserve_high.attr,
	&dev_attr_reserve_min.attr,
	&dev_attr_reserve_max.attr,
	&dev_attr_toolstack_share.attr,
	&dev_attr_default_quota.attr,
	&dev_attr_refused.attr,
	&dev_attr_reclaimed.attr,
	&dev_attr_growths.attr,
	&dev_attr_served.attr,
	&dev_attr_missed.attr,
	&dev_attr_failed.attr,
	&dev_attr_first_ceiling.attr,
	&dev_attr_guests_fit.attr,
	&dev_attr_kinds.attr,
	NULL
};

static const struct attribute_group xip_pool_group = {
	.attrs = xip_pool_attrs,
};

const struct attribute_group *xip_pool_groups[] = { &xip_pool_group, NULL };
