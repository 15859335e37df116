// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transport headers, what is tunnelled behind them, and their checksums; see
 * frame.h. The way to them through IP is in network.c.
 *
 * TCP: RFC 9293, 3.1. UDP: RFC 768, over IPv6 RFC 8200, 8.1 and RFC 6935.
 * VXLAN: RFC 7348. GRE: RFC 2784 and RFC 2890. IP in IP: RFC 2003, RFC 2473.
 */
#include "frame.h"
#include "walk.h"

/* Packets in packets that are followed, tunnels without a checksum included. */
#define XCF_DEPTH 4

#define XCF_ETHERNET_SIZE 14
#define XCF_TCP_SIZE 20
#define XCF_TCP_FIELD 16
#define XCF_UDP_SIZE 8
#define XCF_UDP_FIELD 6
#define XCF_VXLAN_PORT 4789
#define XCF_VXLAN_SIZE 8
/* A header without this flag is not of this version. */
#define XCF_VXLAN_FLAG_VNI 0x08
#define XCF_GRE_CSUM 0x8000
#define XCF_GRE_KEY 0x2000
#define XCF_GRE_SEQ 0x1000

/* Sum of @n bytes, a multiple of four, added to @sum. */
static u64 xcf_sum(u64 sum, const u8 *from, u32 n)
{
	u32 word, i;

	for (i = 0; i < n; i += sizeof(word)) {
		memcpy(&word, from + i, sizeof(word));
		sum += word;
	}
	return sum;
}

static u16 xcf_fold(u64 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/*
 * The pseudo header of IPv4 (RFC 9293, 3.1). That of IPv6 (RFC 8200, 8.1) has
 * other places for length and protocol, which makes no difference to the sum.
 */
static __wsum xcf_pseudo(const struct xcf_walk *w, u32 len)
{
	const u8 tail[4] = { 0, w->proto, len >> 8, len };
	u32 n = w->ipv6 ? 16 : 4;
	u64 sum = xcf_sum(0, tail, sizeof(tail));

	sum = xcf_sum(sum, w->src, n);
	sum = xcf_sum(sum, w->dst, n);
	/* At most nine words: what is above 32 bits, and then nothing. */
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffffffff) + (sum >> 32);
	return (__force __wsum)(u32)sum;
}

static struct xcf_layer *xcf_add(struct xcf_frame *frame,
				 const struct xcf_walk *w, u32 at, u32 field)
{
	struct xcf_layer *layer = &frame->layer[frame->layers++];

	layer->at = at;
	layer->len = w->end - at;
	layer->field = at + field;
	layer->pseudo = xcf_pseudo(w, layer->len);
	memcpy(&layer->value, w->head + layer->field, sizeof(layer->value));
	layer->proto = w->proto;
	layer->ipv6 = w->ipv6;
	layer->tunnel = false;
	layer->inner = w->inner;
	return layer;
}

/*
 * Tunnels that may leave out UDP's checksum over IPv6 (RFC 6935), by the port
 * that is registered for each.
 */
static bool xcf_tunnel_port(u16 port)
{
	switch (port) {
	case XCF_VXLAN_PORT:
	case 4790:	/* VXLAN-GPE */
	case 6081:	/* Geneve, RFC 8926 */
	case 4754:	/* GRE in UDP, RFC 8086 */
	case 6635:	/* MPLS in UDP, RFC 7510 */
	case 4341:	/* LISP, RFC 9300 */
		return true;
	}
	return false;
}

/* What is in an Ethernet frame inside of a tunnel. */
static u16 xcf_ethernet(struct xcf_walk *w)
{
	const u8 *eth = xcf_take(w, XCF_ETHERNET_SIZE);

	return eth ? xcf_be16(eth + XCF_ETHERNET_SIZE - 2) : 0;
}

static void xcf_tcp(struct xcf_walk *w, struct xcf_frame *frame)
{
	const u8 *tcp = xcf_take(w, XCF_TCP_SIZE);
	u32 at = w->at - XCF_TCP_SIZE, size;

	if (!tcp)
		return;
	size = (tcp[12] >> 4) * 4;
	if (size < XCF_TCP_SIZE)
		xcf_stop(w, XCF_MALFORMED);
	else if (size > w->end - at)
		xcf_stop(w, XCF_TRUNCATED);
	else
		xcf_add(frame, w, at, XCF_TCP_FIELD);
}

/* Its length may leave some of the IP packet uncovered (RFC 9868), not more. */
static u16 xcf_udp(struct xcf_walk *w, struct xcf_frame *frame)
{
	const u8 *udp = xcf_take(w, XCF_UDP_SIZE), *vxlan;
	u32 at = w->at - XCF_UDP_SIZE;
	u16 len, port;

	if (!udp)
		return 0;
	len = xcf_be16(udp + 4);
	if (len < XCF_UDP_SIZE)
		return xcf_stop(w, XCF_MALFORMED);
	if (!xcf_limit(w, at, len))
		return 0;
	port = xcf_be16(udp + 2);
	xcf_add(frame, w, at, XCF_UDP_FIELD)->tunnel = xcf_tunnel_port(port);

	if (port != XCF_VXLAN_PORT || frame->layers == XCF_LAYERS)
		return 0;
	vxlan = xcf_take(w, XCF_VXLAN_SIZE);
	if (!vxlan || !(vxlan[0] & XCF_VXLAN_FLAG_VNI))
		return 0;
	return xcf_ethernet(w);
}

/*
 * GRE's own checksum covers what is inside, too. It is neither looked at nor
 * changed: a sender that leaves the inner one blank sums up what will be there.
 */
static u16 xcf_gre(struct xcf_walk *w)
{
	const u8 *gre = xcf_take(w, 4);
	u16 flags, type;

	if (!gre)
		return 0;
	flags = xcf_be16(gre);
	type = xcf_be16(gre + 2);
	/* Routing, reserved bits or another version: not a header we know. */
	if (flags & ~(XCF_GRE_CSUM | XCF_GRE_KEY | XCF_GRE_SEQ))
		return xcf_stop(w, XCF_OTHER);
	if (!xcf_take(w, 4 * (!!(flags & XCF_GRE_CSUM) +
			      !!(flags & XCF_GRE_KEY) +
			      !!(flags & XCF_GRE_SEQ))))
		return 0;
	return type == ETH_P_TEB ? xcf_ethernet(w) : type;
}

/* Returns the Ethernet type of what is tunnelled behind it, or 0. */
static u16 xcf_transport(struct xcf_walk *w, struct xcf_frame *frame)
{
	switch (w->proto) {
	case IPPROTO_TCP:
		xcf_tcp(w, frame);
		return 0;
	case IPPROTO_UDP:
		return xcf_udp(w, frame);
	case IPPROTO_GRE:
		return xcf_gre(w);
	case IPPROTO_IPIP:
		return ETH_P_IP;
	case IPPROTO_IPV6:
		return ETH_P_IPV6;
	}
	return xcf_stop(w, XCF_OTHER);
}

/**
 * xcf_parse() - find the checksums of a frame
 * @frame: filled in when done
 * @ethertype: what the frame holds; VLAN tags may be among the bytes
 * @head: the byte behind that Ethernet type
 * @have: how many bytes are at @head
 * @len: how many there are of the frame from @head on
 *
 * Reads nothing at or behind @head[@have]; any bytes will do. Each header is
 * looked at once, and there is a limit to how many.
 *
 * Return: 0 when done, or how many bytes (> @have, <= @len) have to be there
 * before it is called again
 */
u32 xcf_parse(struct xcf_frame *frame, __be16 ethertype, const u8 *head,
	      u32 have, u32 len)
{
	struct xcf_walk w = {
		.head = head,
		.have = have < len ? have : len,
		.end = len,
		.why = XCF_OTHER,
	};
	u16 type = __be16_to_cpu(ethertype);
	unsigned int depth;

	frame->layers = 0;
	for (depth = 0; type && depth < XCF_DEPTH; depth++) {
		w.inner = depth > 0;
		type = xcf_network(&w, type) ? xcf_transport(&w, frame) : 0;
	}
	if (w.need)
		return w.need;
	frame->kind = frame->layers ? XCF_SUMMED : w.why;
	return 0;
}

/**
 * xcf_without() - whether a packet has no checksum, by its sender's choice
 * @layer: its header
 *
 * Return: true for UDP over IPv4 with zero in the field (RFC 768), and over
 * IPv6 for a tunnel's (RFC 6935)
 */
bool xcf_without(const struct xcf_layer *layer)
{
	return layer->proto == IPPROTO_UDP && !layer->value &&
	       (!layer->ipv6 || layer->tunnel);
}

/**
 * xcf_blank_layer() - which checksum a sender left blank
 * @frame: a frame whose sender says that it left one
 *
 * Senders put the sum of the pseudo header there, some zero. The innermost one
 * that looks so is it, because what covers a blank one is summed up by its
 * sender as if it were filled in. If none does, the sender meant the only one
 * that every device knows: the outermost.
 *
 * Return: its place in @frame->layer, or -1 if none has a checksum
 */
int xcf_blank_layer(const struct xcf_frame *frame)
{
	const struct xcf_layer *layer;
	int i, zero = -1, first = -1;

	for (i = frame->layers - 1; i >= 0; i--) {
		layer = &frame->layer[i];
		if (xcf_without(layer))
			continue;
		if ((__force u16)layer->value ==
		    xcf_fold((__force u32)layer->pseudo))
			return i;
		if (!layer->value && zero < 0)
			zero = i;
		first = i;
	}
	return zero < 0 ? first : zero;
}

/**
 * xcf_checksum() - what belongs into the field
 * @layer: the header
 * @sum: of @layer->len bytes from @layer->at on, the field taken as zero
 *
 * Return: the checksum, as on the wire; UDP's is never zero (RFC 768)
 */
__sum16 xcf_checksum(const struct xcf_layer *layer, __wsum sum)
{
	u16 folded = xcf_fold((u64)(__force u32)sum + (__force u32)layer->pseudo);

	if (layer->proto == IPPROTO_UDP && folded == 0xffff)
		return (__force __sum16)0xffff;
	return (__force __sum16)(u16)~folded;
}

/**
 * xcf_good() - whether there is nothing wrong with a checksum
 * @layer: the header
 * @sum: of @layer->len bytes from @layer->at on, with the field as it is
 *
 * Zero for UDP is no checksum: a choice (xcf_without()), or wrong.
 *
 * Return: true if it is right, or not there by choice
 */
bool xcf_good(const struct xcf_layer *layer, __wsum sum)
{
	if (layer->proto == IPPROTO_UDP && !layer->value)
		return xcf_without(layer);
	return xcf_fold((u64)(__force u32)sum + (__force u32)layer->pseudo) == 0xffff;
}
