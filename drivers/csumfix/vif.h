/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the glue of xen-csumfix shares: an interface and what is done to it.
 */
#ifndef _XCF_VIF_H
#define _XCF_VIF_H

#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <xen/xen-backend-hooks-net.h>
#include "decide.h"
#include "stat.h"

/**
 * struct xcf_counters - what is counted of an interface, one set a CPU
 * @n: by direction and kind
 */
struct xcf_counters {
	u64 n[XCF_DIRS][XCF_COUNTS];
};

/**
 * struct xcf_vif - a network interface of Xen's, at either end
 * @node: in the list of all; under rtnl
 * @kobj: the folder csumfix of the interface
 * @dev: the interface
 * @seam: where the patched driver asks, or NULL with a stock driver; under rtnl
 * @counters: what has been counted
 * @set: what is to be done; changed under rtnl, read on the packet path
 * @hooks: netfilter's hooks, by direction; under rtnl
 * @hooked: which of them are registered, by direction; under rtnl
 * @withheld: what the interface would offer were it not kept from it; under rtnl
 */
struct xcf_vif {
	struct list_head node;
	struct kobject kobj;
	struct net_device *dev;
	struct xbh_net_if *seam;
	struct xcf_counters __percpu *counters;
	struct xcf_settings set;
	struct nf_hook_ops hooks[XCF_DIRS];
	bool hooked[XCF_DIRS];
	netdev_features_t withheld;
};

/* vif.c */
struct xcf_vif *xcf_vif_find(const struct net_device *dev);
bool xcf_is_backend(const struct net_device *dev);
bool xcf_is_vif(const struct net_device *dev);
int xcf_vif_add(struct net_device *dev);
void xcf_vif_del(struct xcf_vif *vif);
void xcf_vif_del_all(void);

/* settings.c */
int xcf_set(struct xcf_vif *vif, const struct xcf_settings *set);

/* hooks.c */
void xcf_hooks_init(struct xcf_vif *vif);
int xcf_hooks_apply(struct xcf_vif *vif, bool active);

/* offload.c */
void xcf_offload_apply(struct xcf_vif *vif, const struct xcf_settings *set);

/* path.c */
enum xcf_action xcf_packet(struct xcf_vif *vif, enum xcf_dir dir,
			   struct sk_buff *skb, unsigned int base, __be16 type);
int xcf_rescue(struct xcf_vif *vif, struct sk_buff *skb);

/* cut.c */
struct sk_buff *xcf_cut(struct xcf_vif *vif, enum xcf_dir dir,
			struct sk_buff *skb);

/* seam.c */
extern const struct xbh_net_ops xcf_governor;

/* defaults.c */
struct xcf_settings xcf_defaults(void);

/* sysfs.c */
extern const struct kobj_type xcf_vif_ktype;

/* words.c */
extern const char * const xcf_mode_words[];
extern const char * const xcf_gso_words[];
extern const char * const xcf_bad_words[];
int xcf_word(const char * const *words, const char *text);

/**
 * xcf_count() - count something of an interface
 * @vif: the interface
 * @dir: direction of the packet
 * @count: what
 * @by: how much
 *
 * Context: any.
 */
static inline void xcf_count(struct xcf_vif *vif, enum xcf_dir dir,
			     enum xcf_count count, u64 by)
{
	this_cpu_add(vif->counters->n[dir][count], by);
}

#endif
