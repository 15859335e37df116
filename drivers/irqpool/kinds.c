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
 * xenstored is "xenbus"; network queues are called after their interface as it
 * was called when they were connected, vif<domid>.<devid>-q0-tx if nobody
 * renamed it.
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
	return XIP_KIND_other;
}
