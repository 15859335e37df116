/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/xen/irqpool: what happens to dom0's event channels and interrupt
 * descriptors, as it happens. The numbers are in sysfs; Documentation/ABI/ has
 * both.
 *
 * read() gives as many whole struct xip_event as fit, poll() and O_NONBLOCK
 * work as usual. A reader gets what happens after its open(), and first of all
 * one XIP_CEILING_LEVEL for each ceiling that is above its first level already.
 * One that does not keep up loses the oldest, and is told how many.
 */
#ifndef _UAPI_XEN_IRQPOOL_H
#define _UAPI_XEN_IRQPOOL_H

#include <linux/types.h>

#define XIP_DEVICE	"/dev/xen/irqpool"
#define XIP_ABI		1

/* In place of &xip_event.limit: there is none. */
#define XIP_NO_LIMIT	(~(__u32)0)

/**
 * enum xip_ceiling - what can run out
 * @XIP_CHANNELS: ports of event channels
 * @XIP_DESCRIPTORS: interrupt descriptors of dom0's kernel
 * @XIP_CEILINGS: how many of these there are
 */
enum xip_ceiling {
	XIP_CHANNELS,
	XIP_DESCRIPTORS,
	XIP_CEILINGS,
};

/**
 * enum xip_event_type - what happened
 * @XIP_CEILING_LEVEL: a ceiling is at another level, higher or lower
 * @XIP_REFUSED_QUOTA: a device of a domain at its quota was refused
 * @XIP_REFUSED_FULL: a device was refused because what is left below a ceiling
 *	is kept for the toolstack
 * @XIP_RECLAIMED: a channel that a failed bind had left behind was closed
 */
enum xip_event_type {
	XIP_CEILING_LEVEL = 1,
	XIP_REFUSED_QUOTA = 2,
	XIP_REFUSED_FULL = 3,
	XIP_RECLAIMED = 4,
};

/**
 * struct xip_event - one event, as read() gives it
 * @size: of this record; the next one begins there
 * @type: an enum xip_event_type; pass over what you do not know
 * @domid: the domain; of XIP_CEILING_LEVEL: 0
 * @ceiling: an enum xip_ceiling, of XIP_CEILING_LEVEL and XIP_REFUSED_FULL;
 *	otherwise 0
 * @level: of XIP_CEILING_LEVEL: 0, 75, 90 or 100 per cent; otherwise 0
 * @used: what is in use of the ceiling or, of XIP_REFUSED_QUOTA, of the quota;
 *	of XIP_RECLAIMED: the port
 * @limit: the ceiling or quota; of XIP_RECLAIMED: 0
 * @time_ns: when it happened, CLOCK_MONOTONIC
 * @lost: events before this one that the reader was too slow for
 */
struct xip_event {
	__u32 size;
	__u16 type;
	__u16 domid;
	__u32 ceiling;
	__u32 level;
	__u32 used;
	__u32 limit;
	__u64 time_ns;
	__u64 lost;
};

#endif /* _UAPI_XEN_IRQPOOL_H */
