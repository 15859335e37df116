// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cutting a segmentation-offload frame into plain ones, each with its checksum.
 */
#include <linux/etherdevice.h>
#include <linux/skbuff.h>
#include <net/gso.h>
#include "vif.h"

/* What the parts may still ask of whoever takes them: pages instead of a copy. */
#define XCF_CUT_FEATURES NETIF_F_SG

/*
 * So many parts a frame has at the most: 64 KiB in pieces of 128 bytes. A guest
 * that says one byte would have dom0 make a packet of each.
 */
#define XCF_PARTS_MAX 512

/*
 * The kernel adds the difference that cutting makes to the sum of the pseudo
 * header it finds in the checksum's place: what a guest has put there is not to
 * be trusted. Where the kernel cannot tell the place, xcf_rescue() has done it.
 */
static void xcf_cut_prepare(struct sk_buff *skb)
{
	if ((skb->protocol == htons(ETH_P_IP) ||
	     skb->protocol == htons(ETH_P_IPV6)) && !skb_cow_head(skb, 0))
		skb_checksum_setup(skb, true);
}

/**
 * xcf_cut() - cut a segmentation-offload frame
 * @vif: the interface
 * @dir: its direction; rx: data at the network header, tx: at the Ethernet one
 * @skb: the frame
 *
 * Context: softirq or BH disabled.
 * Return: the parts, linked by their next, and the frame is gone; NULL if it
 * cannot be cut, and it is as it was.
 */
struct sk_buff *xcf_cut(struct xcf_vif *vif, enum xcf_dir dir,
			struct sk_buff *skb)
{
	unsigned int mac = 0;
	struct sk_buff *parts, *part;
	__be16 protocol = skb->protocol;

	if (DIV_ROUND_UP(skb->len, skb_shinfo(skb)->gso_size) > XCF_PARTS_MAX) {
		xcf_count(vif, dir, XCF_COUNT_unfit, 1);
		return NULL;
	}
	if (dir == XCF_DIR_rx) {
		xcf_cut_prepare(skb);
		mac = skb->data - skb_mac_header(skb);
		__skb_push(skb, mac);
	}
	parts = __skb_gso_segment(skb, XCF_CUT_FEATURES, true);
	if (IS_ERR_OR_NULL(parts)) {
		__skb_pull(skb, mac);
		xcf_count(vif, dir, XCF_COUNT_unfit, 1);
		return NULL;
	}
	xcf_count(vif, dir, XCF_COUNT_segmented, 1);
	consume_skb(skb);
	for (part = parts; part; part = part->next) {
		/* It is true of what has just been computed. */
		part->ip_summed = CHECKSUM_UNNECESSARY;
		part->csum_level = 0;
		if (dir == XCF_DIR_tx)
			continue;
		skb_reset_mac_header(part);
		__skb_pull(part, mac);
		skb_reset_network_header(part);
		skb_reset_mac_len(part);
		part->protocol = protocol;
	}
	return parts;
}
