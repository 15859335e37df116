/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain under the throttle, and what the parts of the glue want of each
 * other. The rules of locking and lifetime stand at the top of domain.c and
 * gate.c.
 */
#ifndef _XBT_DOMAIN_H
#define _XBT_DOMAIN_H

#include <linux/cache.h>
#include <linux/device.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <xen/xen-backend-hooks.h>
#include "knobs.h"

/**
 * struct xbt_counters - what the request path counts, one set a CPU
 * @ios: requests let go, by direction
 * @bytes: bytes of these
 * @done_ios: requests completed
 * @errors: requests completed with an error
 * @service_ns: time from leaving for the disk until completion, summed up
 * @other_ios: flushes, barriers and discards among the writes in @ios
 */
struct xbt_counters {
	u64 ios[XBT_DIRS];
	u64 bytes[XBT_DIRS];
	u64 done_ios[XBT_DIRS];
	u64 errors[XBT_DIRS];
	u64 service_ns[XBT_DIRS];
	u64 other_ios;
};

/**
 * struct xbt_held_counters - what is counted of held requests
 * @ios: requests that had to wait, since the domain appeared
 * @bytes: bytes of these
 * @waiting: requests that wait now
 * @wait_ns: time waited by those that have left, summed up
 * @wait_max_ns: the longest of these times
 */
struct xbt_held_counters {
	u64 ios;
	u64 bytes;
	u64 waiting;
	u64 wait_ns;
	u64 wait_max_ns;
};

/**
 * struct xbt_domain - a domain with at least one disk
 * @dev: its class device, dom<domid>; owns the memory
 * @node: in the list of domains; under xbt_domains_mutex
 * @counters: see there; each CPU its own
 * @vbds: disks; under xbt_domains_mutex
 * @rings: connected rings; under xbt_domains_mutex
 * @domid: Xen's number of it
 * @limited: has a direction a limit; written under @lock, read without
 * @lock: guards all that follows
 * @flow: limits and queues
 * @held: see there, by direction
 * @timer: fires when the next held request may go
 * @configured: somebody has set a limit; the defaults apply no more
 */
struct xbt_domain {
	struct device dev;
	struct list_head node;
	struct xbt_counters __percpu *counters;
	unsigned int vbds;
	unsigned int rings;
	domid_t domid;
	bool limited[XBT_DIRS];

	spinlock_t lock ____cacheline_aligned_in_smp;
	struct xbt_flow flow;
	struct xbt_held_counters held[XBT_DIRS];
	struct hrtimer timer;
	bool configured;
};

/* domain.c */
int xbt_vbd_add(struct xbh_blk_vbd *vbd);
void xbt_vbd_del(struct xbh_blk_vbd *vbd);
void xbt_domain_count_ring(struct xbt_domain *dom, int change);
u64 xbt_domain_limit(struct xbt_domain *dom, enum xbt_knob knob);
void xbt_domain_set_limit(struct xbt_domain *dom, enum xbt_knob knob, u64 rate);
u64 xbt_default_limit(enum xbt_knob knob);
void xbt_default_set(enum xbt_knob knob, u64 rate);

/* gate.c */
void xbt_gate_open(struct xbt_domain *dom);
void xbt_gate_close(struct xbt_domain *dom);
void xbt_gate_limits_changed(struct xbt_domain *dom, u64 now);
extern const struct xbh_blk_ops xbt_gate_ops;

/* sysfs.c */
extern struct class xbt_class;

#endif /* _XBT_DOMAIN_H */
