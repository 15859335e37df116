// SPDX-License-Identifier: GPL-2.0-only
/*
 * A packet: what its sender claims of its checksum, what is to be done, and
 * doing it.
 *
 * Context of everything here: softirq or BH disabled, under rcu_read_lock().
 * The packet is not shared (it may be cloned), and stays its owner's.
 */
#include <linux/skbuff.h>
#include <net/checksum.h>
#include "frame.h"
#include "vif.h"

/**
 * struct xcf_look - a packet as the core sees it
 * @skb: the packet
 * @base: offset in its data of what is behind the Ethernet type
 * @frame: what was found there
 */
struct xcf_look {
	struct sk_buff *skb;
	unsigned int base;
	struct xcf_frame frame;
};

/* The settings, for one packet; settings.c writes them. */
static struct xcf_settings xcf_settings_read(const struct xcf_vif *vif)
{
	return (struct xcf_settings){
		.mode = READ_ONCE(vif->set.mode),
		.gso = READ_ONCE(vif->set.gso),
		.bad = READ_ONCE(vif->set.bad),
	};
}

static bool xcf_look(struct xcf_look *look, __be16 type)
{
	struct sk_buff *skb = look->skb;
	u32 have, need;

	do {
		have = skb_headlen(skb) - look->base;
		need = xcf_parse(&look->frame, type, skb->data + look->base,
				 have, skb->len - look->base);
		if (!need)
			return look->frame.kind == XCF_SUMMED;
	} while (pskb_may_pull(skb, look->base + need));
	return false;
}

static __wsum xcf_layer_sum(const struct xcf_look *look,
			    const struct xcf_layer *layer)
{
	return skb_checksum(look->skb, look->base + layer->at, layer->len, 0);
}

/* Put into a layer what belongs there. */
static bool xcf_layer_fill(const struct xcf_look *look,
			   const struct xcf_layer *layer)
{
	struct sk_buff *skb = look->skb;
	unsigned int at = look->base + layer->field;
	__sum16 *field;

	if (skb_ensure_writable(skb, at + sizeof(*field)))
		return false;
	field = (__sum16 *)(skb->data + at);
	*field = 0;
	*field = xcf_checksum(layer, xcf_layer_sum(look, layer));
	return true;
}

/* Nobody needs to look at the checksum again. */
static void xcf_summed(const struct xcf_look *look)
{
	/* Of the outer of two layers nothing has been said. */
	look->skb->ip_summed = look->frame.layers == 1 ? CHECKSUM_UNNECESSARY :
							 CHECKSUM_NONE;
	look->skb->csum_level = 0;
}

/*
 * The layer that was left blank. What this host sends says where it is; of what
 * a guest sends, it has to be found.
 */
static int xcf_blank(const struct xcf_look *look, enum xcf_dir dir)
{
	int start, i;

	if (dir == XCF_DIR_rx)
		return xcf_blank_layer(&look->frame);
	start = skb_checksum_start_offset(look->skb) - look->base;
	for (i = 0; i < look->frame.layers; i++)
		if (look->frame.layer[i].at == start)
			return i;
	return -1;
}

static bool xcf_fill_blank(struct xcf_look *look, enum xcf_dir dir)
{
	int blank = xcf_blank(look, dir);

	if (blank < 0 || !xcf_layer_fill(look, &look->frame.layer[blank]))
		return false;
	xcf_summed(look);
	return true;
}

/* UDP that does without a checksum is left so by whoever comes next, too. */
static bool xcf_without_any(const struct xcf_look *look)
{
	if (!look->frame.layers || xcf_blank_layer(&look->frame) >= 0)
		return false;
	look->skb->ip_summed = CHECKSUM_NONE;
	return true;
}

static bool xcf_fill(struct xcf_look *look, enum xcf_dir dir, __be16 type)
{
	if (xcf_look(look, type) && xcf_fill_blank(look, dir))
		return true;
	/* Not one of ours (SCTP); the kernel knows what it has put there. */
	return dir == XCF_DIR_tx && !skb_csum_hwoffload_help(look->skb, 0);
}

/* Does what claims to be summed hold? Inner layers first: outer ones cover them. */
static enum xcf_action xcf_check(struct xcf_vif *vif, enum xcf_dir dir,
				 const struct xcf_settings *set,
				 struct xcf_look *look)
{
	int i;

	for (i = look->frame.layers - 1; i >= 0; i--) {
		const struct xcf_layer *layer = &look->frame.layer[i];

		if (xcf_good(layer, xcf_layer_sum(look, layer)))
			continue;
		xcf_count(vif, dir, layer->proto == IPPROTO_TCP ?
				    XCF_COUNT_bad_tcp : XCF_COUNT_bad_udp, 1);
		switch (xcf_on_bad(set)) {
		case XCF_DROP:
			xcf_count(vif, dir, XCF_COUNT_dropped, 1);
			return XCF_DROP;
		case XCF_FILL:
			if (!xcf_layer_fill(look, layer))
				return XCF_PASS;
			xcf_count(vif, dir, XCF_COUNT_repaired, 1);
			xcf_summed(look);
			break;
		default:
			break;
		}
	}
	return XCF_PASS;
}

static enum xcf_claim xcf_claim(const struct sk_buff *skb)
{
	switch (skb->ip_summed) {
	case CHECKSUM_PARTIAL:
		return XCF_CLAIM_BLANK;
	case CHECKSUM_UNNECESSARY:
		return XCF_CLAIM_VALID;
	default:
		return XCF_CLAIM_NONE;
	}
}

/* A sender can only say that it is TCP of the outermost IP header that is to be cut. */
static bool xcf_cuttable(struct xcf_look *look, __be16 type)
{
	return xcf_look(look, type) && !look->frame.layer[0].inner &&
	       look->frame.layer[0].proto == IPPROTO_TCP;
}

/**
 * xcf_packet() - do to a packet what the settings say
 * @vif: the interface
 * @dir: direction of the packet
 * @skb: the packet
 * @base: offset in its data of what is behind the Ethernet type
 * @type: the Ethernet type
 *
 * Return: XCF_PASS: it goes its way; XCF_DROP: it ends here (the caller frees
 * it); XCF_CUT: cut it.
 */
enum xcf_action xcf_packet(struct xcf_vif *vif, enum xcf_dir dir,
			   struct sk_buff *skb, unsigned int base, __be16 type)
{
	struct xcf_settings set = xcf_settings_read(vif);
	struct xcf_look look = { .skb = skb, .base = base };
	enum xcf_action action;

	xcf_count(vif, dir, XCF_COUNT_packets, 1);
	xcf_count(vif, dir, XCF_COUNT_bytes, skb->len);
	action = xcf_decide(&set, xcf_claim(skb), skb_is_gso(skb));
	switch (action) {
	case XCF_FILL:
		if (xcf_fill(&look, dir, type))
			xcf_count(vif, dir, XCF_COUNT_completed, 1);
		else if (dir != XCF_DIR_rx || !xcf_without_any(&look))
			xcf_count(vif, dir, XCF_COUNT_unfit, 1);
		return XCF_PASS;
	case XCF_CHECK:
		return xcf_look(&look, type) ?
		       xcf_check(vif, dir, &set, &look) : XCF_PASS;
	case XCF_CUT:
		/* What comes from the other side has to be looked at first. */
		if (dir == XCF_DIR_tx || xcf_cuttable(&look, type))
			return XCF_CUT;
		xcf_count(vif, dir, XCF_COUNT_unfit, 1);
		return XCF_PASS;
	default:
		return action;
	}
}

/*
 * The driver has found no place for the checksum of a segmentation-offload
 * frame: behind a VLAN tag, say. Whoever cuts it wants to know it, and finds
 * the pseudo header's sum there.
 */
static bool xcf_place(struct xcf_look *look)
{
	const struct xcf_layer *layer = &look->frame.layer[0];
	struct sk_buff *skb = look->skb;
	unsigned int at = look->base + layer->field;

	if (skb_ensure_writable(skb, at + sizeof(__sum16)))
		return false;
	*(__sum16 *)(skb->data + at) = ~csum_fold(layer->pseudo);
	return skb_partial_csum_set(skb, look->base + layer->at,
				    layer->field - layer->at);
}

/**
 * xcf_rescue() - a checksum is blank and the driver does not find its place
 * @vif: the interface
 * @skb: the packet, received; its data at the network header
 *
 * Return: 0: it may go on; -EPROTO: it has no such place.
 */
int xcf_rescue(struct xcf_vif *vif, struct sk_buff *skb)
{
	struct xcf_look look = { .skb = skb };

	if (skb_is_gso(skb)) {
		if (xcf_cuttable(&look, skb->protocol) && xcf_place(&look))
			return 0;
	} else if (xcf_look(&look, skb->protocol)) {
		if (xcf_fill_blank(&look, XCF_DIR_rx)) {
			xcf_count(vif, XCF_DIR_rx, XCF_COUNT_completed, 1);
			return 0;
		}
		if (xcf_without_any(&look))
			return 0;
	}
	xcf_count(vif, XCF_DIR_rx, XCF_COUNT_unfit, 1);
	return -EPROTO;
}
