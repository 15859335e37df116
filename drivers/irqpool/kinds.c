// SPDX-License-Identifier: GPL-2.0-only
/*
 * What event channels are for, by the names of their interrupts.
 */
#include "kinds.h"

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/string.h>
#else
#include <string.h>
#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))
#endif

#define XIP_KIND_NAME(name) #name,
const char *const xip_kind_names[XIP_KINDS] = { XIP_FOR_EACH_KIND(XIP_KIND_NAME) };

/*
 * How the names begin; the first that fits. Those of /dev/xen/evtchn are
 * "evtchn:<command>" (drivers/xen/evtchn.c), the kernel's own connection to
 * xenstored is "xenbus". Network queues are called after their interface, see
 * xip_is_queue().
 */
static const struct {
	const char *begins;
	enum xip_kind kind;
} xip_kind_rules[] = {
	{ "evtchn:xenstored", XIP_KIND_xenstore },
	{ "evtchn:oxenstored", XIP_KIND_xenstore },
	{ "xenbus", XIP_KIND_xenstore },
	{ "evtchn:xenconsoled", XIP_KIND_console },
	{ "hvc_console", XIP_KIND_console },
	{ "evtchn:", XIP_KIND_user },
	{ "blkif", XIP_KIND_vbd },
	{ "vif", XIP_KIND_vif },
	{ "xen-netback-ctrl", XIP_KIND_vif },
};

/*
 * drivers/net/xen-netback calls a queue <interface>-q<number>, and a channel of its
 * own for each direction that and -tx or -rx. The interface has any name: xl has
 * given it the one in vifname= by then.
 */
static bool xip_is_queue(const char *name)
{
	const char *end = name + strlen(name), *at;

	if (end - name > 3 && (!strcmp(end - 3, "-tx") || !strcmp(end - 3, "-rx")))
		end -= 3;
	for (at = end; at > name && at[-1] >= '0' && at[-1] <= '9';)
		at--;
	return at < end && at - name > 2 && at[-1] == 'q' && at[-2] == '-';
}

/**
 * xip_kind_of() - what a channel is for
 * @name: of its interrupt
 *
 * Return: the kind; XIP_KIND_other for a name that says nothing.
 */
enum xip_kind xip_kind_of(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(xip_kind_rules); i++) {
		const char *begins = xip_kind_rules[i].begins;

		if (!strncmp(name, begins, strlen(begins)))
			return xip_kind_rules[i].kind;
	}
	return xip_is_queue(name) ? XIP_KIND_vif : XIP_KIND_other;
}
