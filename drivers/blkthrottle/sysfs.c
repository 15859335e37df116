// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/xen-blkthrottle/dom<domid>/: the knobs and the numbers.
 * Every attribute is documented in Documentation/ABI/.
 */
#include <linux/sysfs.h>
#include "domain.h"

static struct xbt_domain *xbt_dom_of(struct device *dev)
{
	return container_of(dev, struct xbt_domain, dev);
}

static ssize_t xbt_limit_show(struct device *dev, struct device_attribute *attr,
			      char *buf);
static ssize_t xbt_limit_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count);

/* One attribute a knob, in the order of enum xbt_knob. */
#define XBT_KNOB_ATTR(name, dir, bucket) \
	__ATTR(name, 0644, xbt_limit_show, xbt_limit_store),
static struct device_attribute xbt_limit_attrs[] = {
	XBT_FOR_EACH_KNOB(XBT_KNOB_ATTR)
};

static ssize_t xbt_limit_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	enum xbt_knob knob = attr - xbt_limit_attrs;

	return xbt_knob_print(buf, xbt_domain_limit(xbt_dom_of(dev), knob));
}

static ssize_t xbt_limit_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count)
{
	enum xbt_knob knob = attr - xbt_limit_attrs;
	u64 rate;
	int err;

	err = xbt_knob_parse(buf, &rate);
	if (err)
		return err;
	xbt_domain_set_limit(xbt_dom_of(dev), knob, rate);
	return count;
}

/* The sum over all CPUs; one after the other, so not of one instant. */
static void xbt_counters_sum(struct xbt_domain *dom, struct xbt_counters *sum)
{
	unsigned int cpu, dir;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		struct xbt_counters *c = per_cpu_ptr(dom->counters, cpu);

		for (dir = 0; dir < XBT_DIRS; dir++) {
			sum->ios[dir] += c->ios[dir];
			sum->bytes[dir] += c->bytes[dir];
			sum->done_ios[dir] += c->done_ios[dir];
			sum->errors[dir] += c->errors[dir];
			sum->service_ns[dir] += c->service_ns[dir];
		}
		sum->other_ios += c->other_ios;
	}
}

static ssize_t stat_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	static const char * const names[XBT_DIRS] = { "read", "write" };
	struct xbt_domain *dom = xbt_dom_of(dev);
	struct xbt_held_counters held[XBT_DIRS];
	struct xbt_counters sum;
	unsigned int dir;
	int at;

	xbt_counters_sum(dom, &sum);
	spin_lock_irq(&dom->lock);
	memcpy(held, dom->held, sizeof(held));
	spin_unlock_irq(&dom->lock);

	at = sysfs_emit(buf, "vbds %u\nrings %u\n", READ_ONCE(dom->vbds),
			READ_ONCE(dom->rings));
	for (dir = 0; dir < XBT_DIRS; dir++) {
		const struct {
			const char *name;
			u64 value;
		} lines[] = {
			{ "ios", sum.ios[dir] },
			{ "bytes", sum.bytes[dir] },
			{ "held_ios", held[dir].ios },
			{ "held_bytes", held[dir].bytes },
			{ "waiting_ios", held[dir].waiting },
			{ "wait_ns", held[dir].wait_ns },
			{ "wait_max_ns", held[dir].wait_max_ns },
			{ "done_ios", sum.done_ios[dir] },
			{ "errors", sum.errors[dir] },
			{ "service_ns", sum.service_ns[dir] },
		};
		unsigned int i;

		for (i = 0; i < ARRAY_SIZE(lines); i++)
			at += sysfs_emit_at(buf, at, "%s_%s %llu\n", names[dir],
					    lines[i].name, lines[i].value);
	}
	at += sysfs_emit_at(buf, at, "other_ios %llu\n", sum.other_ios);
	return at;
}
static DEVICE_ATTR_RO(stat);

#define XBT_KNOB_ATTR_PTR(name, dir, bucket) \
	&xbt_limit_attrs[XBT_KNOB_##name].attr,
static struct attribute *xbt_attrs[] = {
	&dev_attr_stat.attr,
	XBT_FOR_EACH_KNOB(XBT_KNOB_ATTR_PTR)
	NULL
};
ATTRIBUTE_GROUPS(xbt);

struct class xbt_class = {
	.name = "xen-blkthrottle",
	.dev_groups = xbt_groups,
};
