/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The network side of the seam between Xen's drivers and their governors: see
 * xen-backend-hooks.h for the block side and the idea.
 *
 * A patched netback or netfront embeds struct xbh_net_if in its own structure
 * and calls the functions; a governor (xen-csumfix) registers one table of
 * operations. A received packet passes here twice:
 *
 *   checksum left blank --> the driver looks for its place
 *                             | not found
 *                             v
 *                           xbh_net_rescue() -- error --> dropped, as ever
 *                             | 0
 *                             v
 *   any packet ------------> xbh_net_receive() --> the network stack
 */
#ifndef _XEN_BACKEND_HOOKS_NET_H
#define _XEN_BACKEND_HOOKS_NET_H

#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

struct xbh_net_ops;

/**
 * struct xbh_net_if - one interface, embedded in the driver's own
 * @node: in the seam's list of interfaces; under the seam's mutex
 * @ops: who is asked about its packets, NULL for nobody; written under the
 *	seam's mutex, read under rcu_read_lock()
 * @priv: for the governor alone; set in its if_add. Where it is left NULL the
 *	governor is not asked about the interface
 * @dev: the registered network device
 */
struct xbh_net_if {
	struct list_head node;
	const struct xbh_net_ops __rcu *ops;
	void *priv;
	struct net_device *dev;
};

/**
 * struct xbh_net_ops - what a network governor answers
 * @if_add: an interface appears. Process context, may sleep. Returns 0, or
 *	-errno: then it goes on as if there were no governor (and the
 *	registration fails, for interfaces there already).
 * @if_del: it is about to go, or the governor is; none of its packets is with
 *	@rescue or @receive any more. @priv need not be cleared. Process
 *	context, may sleep.
 * @rescue: the sender of @skb left its checksum blank and the driver found no
 *	place for it: skb->ip_summed is CHECKSUM_PARTIAL, csum_start is not
 *	set. Returns 0: taken care of, goes on; or -errno: the driver drops it.
 * @receive: @skb is about to go up. Returns what goes up: @skb, a list linked
 *	by ->next, or NULL if none does (then it has freed @skb).
 *
 * @if_add and @if_del are called under the seam's mutex and so never beside
 * each other. @rescue and @receive are called from the driver's NAPI poll,
 * under rcu_read_lock(): must not sleep. skb->data is at the network header,
 * skb->dev and skb->protocol are set; @receive gives back packets of the same
 * form. Documentation/design/seam.md says what may be done with the data.
 */
struct xbh_net_ops {
	int (*if_add)(struct xbh_net_if *iface);
	void (*if_del)(struct xbh_net_if *iface);
	int (*rescue)(struct xbh_net_if *iface, struct sk_buff *skb);
	struct sk_buff *(*receive)(struct xbh_net_if *iface, struct sk_buff *skb);
};

DECLARE_STATIC_KEY_FALSE(xbh_net_key);

/* For governors. */
int xbh_net_register(const struct xbh_net_ops *ops);
void xbh_net_unregister(const struct xbh_net_ops *ops);

/* For drivers. */
void xbh_net_add(struct xbh_net_if *iface, struct net_device *dev);
void xbh_net_del(struct xbh_net_if *iface);
int __xbh_net_rescue(struct xbh_net_if *iface, struct sk_buff *skb, int err);
void __xbh_net_receive(struct xbh_net_if *iface, struct sk_buff *skb,
		       struct napi_struct *napi);

/**
 * xbh_net_rescue() - ask the governor about a checksum without a place
 * @iface: where the packet came in
 * @skb: the packet
 * @err: what skb_checksum_setup() said of it
 *
 * Context: NAPI poll.
 * Return: @err if that is 0 or there is no governor; else 0 if the packet may
 * go on, or -errno.
 */
static inline int xbh_net_rescue(struct xbh_net_if *iface, struct sk_buff *skb,
				 int err)
{
	if (static_branch_unlikely(&xbh_net_key) && unlikely(err))
		return __xbh_net_rescue(iface, skb, err);
	return err;
}

/**
 * xbh_net_receive() - a packet goes up, by way of the governor
 * @iface: where it came in
 * @skb: the packet; not the driver's any more after the return
 * @napi: whose GRO it goes through; NULL for none
 *
 * Context: NAPI poll.
 */
static inline void xbh_net_receive(struct xbh_net_if *iface, struct sk_buff *skb,
				   struct napi_struct *napi)
{
	if (static_branch_unlikely(&xbh_net_key))
		__xbh_net_receive(iface, skb, napi);
	else if (napi)
		napi_gro_receive(napi, skb);
	else
		netif_receive_skb(skb);
}

#endif /* _XEN_BACKEND_HOOKS_NET_H */
