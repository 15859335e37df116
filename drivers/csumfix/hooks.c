// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where packets are met that do not come through the seam: netfilter's egress
 * hook, which comes before the packet sockets, and, with a stock driver, its
 * ingress hook, which comes after them.
 *
 * Hooks run under rcu_read_lock(), rx in softirq, tx with BH disabled. They are
 * registered for as long as there is something to do, and none is where the
 * mode is off.
 */
#include <linux/etherdevice.h>
#include <linux/netfilter_ipv4.h>
#include "cut.h"
#include "vif.h"

/* This CPU sends the parts of a frame: they have been seen as the whole. */
static DEFINE_PER_CPU(bool, xcf_sending_parts);

/* They come by the hook again, before they are queued. */
static void xcf_parts_send(struct sk_buff *parts)
{
	struct sk_buff *part, *next;

	__this_cpu_write(xcf_sending_parts, true);
	skb_list_walk_safe(parts, part, next) {
		skb_mark_not_on_list(part);
		dev_queue_xmit(part);
	}
	__this_cpu_write(xcf_sending_parts, false);
}

static void xcf_parts_receive(struct sk_buff *parts)
{
	struct sk_buff *part, *next;

	skb_list_walk_safe(parts, part, next) {
		skb_mark_not_on_list(part);
		xcf_skip_taps(part);
		netif_receive_skb(part);
	}
}

static unsigned int xcf_hook(struct xcf_vif *vif, enum xcf_dir dir,
			     struct sk_buff *skb, unsigned int base, __be16 type)
{
	struct sk_buff *parts;

	switch (xcf_packet(vif, dir, skb, base, type)) {
	case XCF_DROP:
		return NF_DROP;
	case XCF_CUT:
		parts = xcf_cut(vif, dir, skb);
		if (!parts)
			return NF_ACCEPT;
		if (dir == XCF_DIR_tx)
			xcf_parts_send(parts);
		else
			xcf_parts_receive(parts);
		return NF_STOLEN;
	default:
		return NF_ACCEPT;
	}
}

static unsigned int xcf_rx_hook(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	return xcf_hook(priv, XCF_DIR_rx, skb, 0, skb->protocol);
}

static unsigned int xcf_tx_hook(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	/* A packet socket may send less than an Ethernet header. */
	if (__this_cpu_read(xcf_sending_parts) || !pskb_may_pull(skb, ETH_HLEN))
		return NF_ACCEPT;
	return xcf_hook(priv, XCF_DIR_tx, skb, ETH_HLEN,
			((struct ethhdr *)skb->data)->h_proto);
}

/**
 * xcf_hooks_init() - prepare the hooks of a new interface
 * @vif: the interface
 */
void xcf_hooks_init(struct xcf_vif *vif)
{
	static const unsigned int place[XCF_DIRS] = {
		[XCF_DIR_rx] = NF_NETDEV_INGRESS,
		[XCF_DIR_tx] = NF_NETDEV_EGRESS,
	};
	unsigned int dir;

	for (dir = 0; dir < XCF_DIRS; dir++)
		vif->hooks[dir] = (struct nf_hook_ops){
			.hook = dir == XCF_DIR_rx ? xcf_rx_hook : xcf_tx_hook,
			.dev = vif->dev,
			.priv = vif,
			.pf = NFPROTO_NETDEV,
			.hooknum = place[dir],
			/* Rules that look at packets see them corrected. */
			.priority = NF_IP_PRI_FIRST,
		};
}

static int xcf_hook_set(struct xcf_vif *vif, enum xcf_dir dir, bool wanted)
{
	struct net *net = dev_net(vif->dev);
	int err = 0;

	if (wanted == vif->hooked[dir])
		return 0;
	if (wanted)
		err = nf_register_net_hook(net, &vif->hooks[dir]);
	else
		nf_unregister_net_hook(net, &vif->hooks[dir]);
	if (!err)
		vif->hooked[dir] = wanted;
	return err;
}

/**
 * xcf_hooks_apply() - have exactly the hooks that are needed
 * @vif: the interface
 * @active: there is something to do
 *
 * Context: process, under rtnl.
 * Return: 0, or -errno and all is as it was; taking hooks away does not fail.
 */
int xcf_hooks_apply(struct xcf_vif *vif, bool active)
{
	bool before = vif->hooked[XCF_DIR_tx];
	int err;

	err = xcf_hook_set(vif, XCF_DIR_tx, active);
	if (err)
		return err;
	err = xcf_hook_set(vif, XCF_DIR_rx, active && !vif->seam);
	if (err)
		xcf_hook_set(vif, XCF_DIR_tx, before);
	return err;
}
