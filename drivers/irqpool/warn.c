// SPDX-License-Identifier: GPL-2.0-only
/*
 * Warnings before a ceiling is reached: a message, an uevent of the pool and a
 * record for those who read /dev/xen/irqpool.
 */
#include <linux/kobject.h>
#include <linux/ratelimit.h>
#include "alarm.h"
#include "pool.h"

const char *const xip_ceiling_names[XIP_CEILINGS] = {
	[XIP_CHANNELS] = "channels",
	[XIP_DESCRIPTORS] = "descriptors",
};

/* What a person is told of it. */
static const char *const xip_ceiling_things[XIP_CEILINGS] = {
	[XIP_CHANNELS] = "event channels",
	[XIP_DESCRIPTORS] = "interrupt descriptors",
};

static void xip_warn_of(const struct xip_event *event, bool higher)
{
	char ceiling[24], percent[16], in_use[24], of[24];
	char *env[5];

	if (higher)
		pr_warn_ratelimited("xen-irqpool: %u of %u %s are in use; `dom0ctl irq status` says what to do\n",
				    event->used, event->limit,
				    xip_ceiling_things[event->ceiling]);
	snprintf(ceiling, sizeof(ceiling), "CEILING=%s",
		 xip_ceiling_names[event->ceiling]);
	snprintf(percent, sizeof(percent), "LEVEL=%u", event->level);
	snprintf(in_use, sizeof(in_use), "USED=%u", event->used);
	snprintf(of, sizeof(of), "LIMIT=%u", event->limit);
	env[0] = ceiling;
	env[1] = percent;
	env[2] = in_use;
	env[3] = of;
	env[4] = NULL;
	kobject_uevent_env(&xip_pool_dev->kobj, KOBJ_CHANGE, env);
}

/**
 * xip_warn() - a census is over: is a ceiling at another level?
 *
 * Context: the worker.
 */
void xip_warn(void)
{
	unsigned int what;

	for (what = 0; what < XIP_CEILINGS; what++) {
		struct xip_event event = { .type = XIP_CEILING_LEVEL, .ceiling = what };
		unsigned int before;

		mutex_lock(&xip_mutex);
		event.used = xip_used(&xip_pool.ledger, what);
		event.limit = xip_pool.ledger.ceiling[what];
		before = xip_pool.level[what];
		event.level = event.limit == XIP_NO_LIMIT ?
				      0 :
				      xip_alarm(before, event.used, event.limit);
		xip_pool.level[what] = event.level;
		/* Who opens the device meanwhile is told of the level, and once. */
		if (event.level != before)
			xip_event_add(event);
		mutex_unlock(&xip_mutex);

		if (event.level != before)
			xip_warn_of(&event, event.level > before);
	}
}
