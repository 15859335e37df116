// SPDX-License-Identifier: GPL-2.0-only
/*
 * Received packets of patched drivers, before anybody else sees them.
 */
#include <linux/rtnetlink.h>
#include "vif.h"

/* A hook that is not needed costs time, and one that is missing costs packets. */
static void xcf_seam_set(struct net_device *dev, struct xbh_net_if *iface)
{
	struct xcf_vif *vif;

	rtnl_lock();
	vif = xcf_vif_find(dev);
	if (vif) {
		if (iface)
			iface->priv = vif;
		vif->seam = iface;
		if (xcf_hooks_apply(vif, vif->set.mode != XCF_MODE_OFF))
			netdev_warn(dev, "csumfix: received packets are not corrected: no memory for a hook\n");
	}
	rtnl_unlock();
}

static int xcf_if_add(struct xbh_net_if *iface)
{
	xcf_seam_set(iface->dev, iface);
	return 0;
}

static void xcf_if_del(struct xbh_net_if *iface)
{
	xcf_seam_set(iface->dev, NULL);
}

static int xcf_if_rescue(struct xbh_net_if *iface, struct sk_buff *skb)
{
	struct xcf_vif *vif = iface->priv;

	if (READ_ONCE(vif->set.mode) == XCF_MODE_OFF)
		return -EPROTO;
	return xcf_rescue(vif, skb);
}

static struct sk_buff *xcf_if_receive(struct xbh_net_if *iface,
				      struct sk_buff *skb)
{
	struct xcf_vif *vif = iface->priv;

	if (READ_ONCE(vif->set.mode) == XCF_MODE_OFF)
		return skb;

	switch (xcf_packet(vif, XCF_DIR_rx, skb, 0, skb->protocol)) {
	case XCF_DROP:
		kfree_skb(skb);
		return NULL;
	case XCF_CUT:
		return xcf_cut(vif, XCF_DIR_rx, skb) ?: skb;
	default:
		return skb;
	}
}

const struct xbh_net_ops xcf_governor = {
	.if_add = xcf_if_add,
	.if_del = xcf_if_del,
	.rescue = xcf_if_rescue,
	.receive = xcf_if_receive,
};
