/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pool and its domains, and what the parts of the glue want of each other.
 * The rules of locking and lifetime stand at the top of pool.c.
 */
#ifndef _XIP_POOL_H
#define _XIP_POOL_H

#include <linux/device.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include <xen/interface/xen.h>
#include "kinds.h"
#include "ledger.h"
#include "marks.h"

struct xbh_evtchn_ops;
struct xen_irq_reserve_state;

/**
 * struct xip_domain - a domain that has event channels with dom0
 * @dev: its class device, dom<domid>; owns the memory
 * @node: in the list of domains; under xip_census_mutex
 * @domid: Xen's number of it
 * @found: channels by kind, as far as the census under way has come; under
 *	xip_census_mutex
 * @kinds: channels by kind, of the last census; under xip_mutex
 */
struct xip_domain {
	struct device dev;
	struct list_head node;
	domid_t domid;
	u32 found[XIP_KINDS];
	u32 kinds[XIP_KINDS];
};

/**
 * struct xip_slot - what is known of a domain, whether it has a device or not
 * @account: its channels and quota; under xip_mutex
 * @found: its channels, as far as the census under way has come; under
 *	xip_census_mutex
 * @leaving: its device is being removed; under xip_census_mutex
 * @domain: its device, or NULL; under xip_census_mutex
 */
struct xip_slot {
	struct xip_account account;
	u32 found;
	bool leaving;
	struct xip_domain *domain;
};

/**
 * struct xip_pool - dom0 as a whole; under xip_mutex
 * @ledger: see there
 * @reserve_min: bounds of the high mark
 * @reserve_max: the same
 * @kinds: channels by kind, of the last census
 * @channels: all of them
 * @descriptors: of the last census
 * @guests: domains with channels, of the last census; dom0 is none
 * @guest_channels: what these have
 * @reclaimed: channels closed that a failed bind had left
 * @growths: how often the reserve was filled up
 * @changes: how often a backend was about to bind, or has unbound
 * @level: of each ceiling: the highest of XIP_ALARMS that was reached
 */
struct xip_pool {
	struct xip_ledger ledger;
	u32 reserve_min;
	u32 reserve_max;
	u32 kinds[XIP_KINDS];
	u32 channels;
	u32 descriptors;
	u32 guests;
	u32 guest_channels;
	u64 reclaimed;
	u64 growths;
	u64 changes;
	unsigned int level[XIP_CEILINGS];
};

/* pool.c */
extern struct mutex xip_mutex;
extern struct xip_pool xip_pool;
extern struct xip_slot *xip_slots;
extern struct workqueue_struct *xip_queue;

/* census.c */
extern struct mutex xip_census_mutex;
void xip_census_fresh(void);
void xip_census_begin(void);
void xip_census_end(void);

/* domains.c */
extern struct list_head xip_domains;
struct xip_domain *xip_domain_of(domid_t domid);
void xip_domains_leave(bool all);

/* left.c */
void xip_left_saw(u32 port, domid_t domid, u32 remote_port);
unsigned int xip_left_close(void);
void xip_left_forget(void);

/* reserve.c */
void xip_reserve_begin(void);
void xip_reserve_end(void);
bool xip_reserve_there(void);
void xip_reserve_get(struct xen_irq_reserve_state *state);
u32 xip_reserve_ready(void);
struct xip_marks xip_reserve_marks(void);
void xip_reserve_look(void);
void xip_reserve_check(void);
void xip_reserve_empty(void);

/* ceilings.c */
void xip_ceilings_begin(void);
void xip_ceilings_end(void);
void xip_ceilings_read(void);
int xip_ceiling_set(u32 descriptors);

/* warn.c */
extern const char *const xip_ceiling_names[XIP_CEILINGS];
void xip_warn(void);

/* governor.c */
extern const struct xbh_evtchn_ops xip_governor;

/* events.c */
void xip_event_add(struct xip_event event);
int xip_chardev_register(void);
void xip_chardev_unregister(void);

/* sysfs.c, sysfs_pool.c, sysfs_domain.c */
extern struct class xip_class;
extern struct device *xip_pool_dev;
extern const struct attribute_group *xip_pool_groups[];
extern const struct attribute_group *xip_domain_groups[];
ssize_t xip_show_number(char *buf, u32 number);
ssize_t xip_show_kinds(char *buf, const u32 *kinds);
int xip_parse_number(const char *text, const char *word, u32 meaning, u32 *number);

#endif /* _XIP_POOL_H */
