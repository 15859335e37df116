/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Domains and disks under the throttle, and what the parts of the glue want of
 * each other. The rules of locking and lifetime stand at the top of domain.c
 * and gate.c.
 */
#ifndef _XBT_DOMAIN_H
#define _XBT_DOMAIN_H

#include <linux/cache.h>
#include <linux/device.h>
#include <linux/hrtimer.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <xen/xen-backend-hooks.h>
#include "flow.h"
#include "knobs.h"

/**
 * struct xbt_counters - what the request path counts of a disk, one set a CPU
 * @ios: requests let go, by direction
 * @bytes: bytes of these
 * @errors: requests completed with an error
 * @service_ns: time from leaving for the disk until completion, summed up
 * @service: how many of these times are how long, see hist.h; all of them
 *	together are the requests completed
 * @other_ios: flushes, barriers and discards among the writes in @ios
 */
struct xbt_counters {
	u64 ios[XBT_DIRS];
	u64 bytes[XBT_DIRS];
	u64 errors[XBT_DIRS];
	u64 service_ns[XBT_DIRS];
	u64 service[XBT_DIRS][XBT_HIST];
	u64 other_ios;
};

/**
 * struct xbt_held - what is counted of held requests, by level and direction
 * @ios: requests that had to wait
 * @bytes: bytes of these
 * @waiting: requests that wait now
 * @wait_ns: time waited by those that have left, summed up
 * @wait_max_ns: the longest of these times, since the last reset
 * @throttled_ns: time during which @waiting was not 0, up to @since_ns
 * @since_ns: since when it is not, if it is not
 * @wait: how many of these times are how long, see hist.h
 */
struct xbt_held {
	u64 ios;
	u64 bytes;
	u64 waiting;
	u64 wait_ns;
	u64 wait_max_ns;
	u64 throttled_ns;
	u64 since_ns;
	u64 wait[XBT_HIST];
};

/**
 * struct xbt_stats - all numbers of a level, as they are shown
 * @dir: by direction
 * @other_ios: flushes, barriers and discards among the writes
 * @wait: times that requests were held, see hist.h
 * @service: times from leaving for the disk until completion
 */
struct xbt_stats {
	struct xbt_numbers dir[XBT_DIRS];
	u64 other_ios;
	u64 wait[XBT_DIRS][XBT_HIST];
	u64 service[XBT_DIRS][XBT_HIST];
};

/**
 * struct xbt_level - what a domain and a disk have alike; under &xbt_domain.lock
 * @held: see there
 * @base: what the numbers were when they were last reset
 * @since_ns: when that was, CLOCK_MONOTONIC
 * @stat: the sysfs file to notify; NULL while there is none
 */
struct xbt_level {
	struct xbt_held held[XBT_DIRS];
	struct xbt_stats base;
	u64 since_ns;
	struct kernfs_node *stat;
};

/**
 * struct xbt_domain - a domain with at least one disk
 * @dev: its class device, dom<domid>; owns the memory
 * @node: in the list of domains; under xbt_domains_mutex
 * @vbds: disks; changed under xbt_domains_mutex and @lock, read under either
 * @gone: numbers of disks that are gone; under xbt_domains_mutex
 * @nr_vbds: disks; under xbt_domains_mutex
 * @configured: somebody has set a limit; the defaults apply no more; under
 *	xbt_domains_mutex
 * @domid: Xen's number of it
 * @watch: watches its name, see moved.c
 * @lock: guards all that follows
 * @flow: limits and queues
 * @level: see there
 * @timer: fires when the next held request may go
 * @throttled: requests are held back, or were a moment ago
 * @idle_ns: since when none is held, if none is; CLOCK_MONOTONIC
 * @moved: it runs on another host: what is held stays held
 */
struct xbt_domain {
	struct device dev;
	struct list_head node;
	struct list_head vbds;
	struct xbt_stats gone;
	unsigned int nr_vbds;
	bool configured;
	domid_t domid;
	struct xbt_watch *watch;

	spinlock_t lock ____cacheline_aligned_in_smp;
	struct xbt_flow flow;
	struct xbt_level level;
	struct hrtimer timer;
	bool throttled;
	bool moved;
	u64 idle_ns;
};

/**
 * struct xbt_vbd - one disk of a domain
 * @kobj: its folder throttle/ under the backend device; owns the memory
 * @dom: its domain
 * @node: in &xbt_domain.vbds
 * @counters: see there; each CPU its own
 * @devid: the frontend's number of the disk
 * @nr_rings: connected rings; under xbt_domains_mutex
 * @plugged: @kobj is in sysfs; under the seam's mutex
 * @limited: has a direction a limit, here or of the domain; written under
 *	&xbt_domain.lock, read without
 * @open: holds nothing any more; under &xbt_domain.lock
 * @disk: limits and queues; under &xbt_domain.lock
 * @level: see there
 */
struct xbt_vbd {
	struct kobject kobj;
	struct xbt_domain *dom;
	struct list_head node;
	struct xbt_counters __percpu *counters;
	unsigned int devid;
	unsigned int nr_rings;
	bool plugged;
	bool limited[XBT_DIRS];

	struct xbt_disk disk ____cacheline_aligned_in_smp;
	bool open;
	struct xbt_level level;
};

/**
 * struct xbt_target - a domain as a whole, or one disk of it
 * @dom: the domain
 * @vbd: the disk, or NULL
 */
struct xbt_target {
	struct xbt_domain *dom;
	struct xbt_vbd *vbd;
};

/**
 * struct xbt_change - a knob that is to be turned
 * @at: the domain or disk
 * @knob: which one
 * @value: one that it takes
 */
struct xbt_change {
	struct xbt_target at;
	unsigned int knob;
	u64 value;
};

static inline struct xbt_limits *xbt_limits_of(struct xbt_target at)
{
	return at.vbd ? &at.vbd->disk.limits : &at.dom->flow.limits;
}

static inline struct xbt_level *xbt_level_of(struct xbt_target at)
{
	return at.vbd ? &at.vbd->level : &at.dom->level;
}

static inline u32 xbt_devid_of(struct xbt_target at)
{
	return at.vbd ? at.vbd->devid : XBT_WHOLE_DOMAIN;
}

/* domain.c */
extern struct mutex xbt_domains_mutex;
extern struct list_head xbt_domains;
int xbt_vbd_add(struct xbh_blk_vbd *vbd);
void xbt_vbd_unplug(struct xbh_blk_vbd *vbd, bool serve);
void xbt_vbd_del(struct xbh_blk_vbd *vbd);
int xbt_target_find(struct xbt_target *at, u16 domid, u32 devid);

/* settings.c */
u64 xbt_limit_get(struct xbt_target at, unsigned int knob);
void xbt_limits_get(struct xbt_target at, u64 *values);
void xbt_limit_set(struct xbt_target at, unsigned int knob, u64 value);
void xbt_limits_apply(const struct xbt_change *changes, unsigned int count);
void xbt_defaults_apply(struct xbt_domain *dom);
u64 xbt_default_get(unsigned int knob);
void xbt_default_set(unsigned int knob, u64 value);

/* moved.c */
int xbt_moved_begin(void);
void xbt_moved_end(void);
int xbt_moved_watch(struct xbt_domain *dom);
void xbt_moved_forget(struct xbt_domain *dom);

/* gate.c */
void xbt_gate_init(struct xbt_domain *dom);
void xbt_gate_close(struct xbt_domain *dom);
void xbt_gate_open_disk(struct xbh_blk_vbd *seam);
void xbt_gate_moved(struct xbt_domain *dom, bool moved);
void xbt_gate_limits_changed(struct xbt_domain *dom, u64 now);

/* events.c */
void xbt_event_add(enum xbt_event_type type, struct xbt_target at,
		   unsigned int knob, u64 value);

/* chardev.c */
int xbt_chardev_register(void);
void xbt_chardev_unregister(void);

/* rings.c */
extern const struct xbh_blk_ops xbt_governor;

/* stats.c */
u64 xbt_stats_waited(const struct xbt_req *req, u64 now);
void xbt_stats_hold(struct xbt_level *level, const struct xbt_req *req, u64 now);
void xbt_stats_release(struct xbt_level *level, const struct xbt_req *req,
		       u64 now, bool served);
void xbt_stats_get(struct xbt_target at, struct xbt_stats *stats);
void xbt_stats_reset(struct xbt_target at);
void xbt_stats_keep(struct xbt_vbd *vbd);
unsigned int xbt_rings_of(struct xbt_target at);

/* show.c */
ssize_t xbt_show_limit(struct xbt_target at, unsigned int knob, char *buf);
ssize_t xbt_store_limit(struct xbt_target at, unsigned int knob, const char *buf,
			size_t count);
ssize_t xbt_show_stat(struct xbt_target at, char *buf);
ssize_t xbt_show_hist(struct xbt_target at, char *buf);

/* sysfs_domain.c */
extern struct class xbt_class;

/* sysfs_vbd.c */
int xbt_vbd_plug(struct xbt_vbd *vbd, struct device *dev);
extern const struct kobj_type xbt_vbd_ktype;

#endif /* _XBT_DOMAIN_H */
