// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an Ethernet type through VLAN tags and IP to a transport header, and on
 * the way the two addresses that its pseudo header has; see frame.h.
 *
 * IPv4: RFC 791. IPv6: RFC 8200. Who the last receiver is: RFC 1122, 3.2.1.8
 * (source routes), RFC 8200, 8.1 with RFC 5095, RFC 6275 and RFC 8754 (routing
 * headers). Who the sender is: RFC 6275, 6.3 (home address).
 */
#include "walk.h"

#define XCF_IPV4_SIZE 20
#define XCF_IPV4_PARTS 0x3fff	/* offset and "more fragments" */
#define XCF_IPV4_ROUTE_LOOSE 131
#define XCF_IPV4_ROUTE_STRICT 137
#define XCF_IPV6_SIZE 40
#define XCF_IPV6_ADDRESS 16
#define XCF_IPV6_PARTS 0xfff9	/* the same, of a fragment header */
#define XCF_IPV6_HOME 0xc9
#define XCF_ROUTING_0 0		/* every address on the way */
#define XCF_ROUTING_MOBILE 2	/* the home address */
#define XCF_ROUTING_SEGMENTS 4	/* the way, last address first */

/* More than these are in no packet of good faith. */
#define XCF_TAGS 2
#define XCF_EXTENSIONS 8
#define XCF_OPTIONS 32

/* Until a source route is used up, its end is the last receiver. */
static bool xcf_ipv4_options(struct xcf_walk *w, const u8 *option, u32 left)
{
	while (left && option[0] != 0) {
		u32 n = option[0] == 1 ? 1 : left < 2 ? 0 : option[1];

		if (n > left || (option[0] != 1 && n < 2))
			return xcf_stop(w, XCF_MALFORMED);
		if (option[0] == XCF_IPV4_ROUTE_LOOSE ||
		    option[0] == XCF_IPV4_ROUTE_STRICT) {
			/* Type, length, where the next address is, addresses. */
			if (n < 3 || n % 4 != 3 || option[2] < 4 || option[2] % 4)
				return xcf_stop(w, XCF_MALFORMED);
			if (option[2] < n)
				w->dst = option + n - 4;
		}
		option += n;
		left -= n;
	}
	return true;
}

static bool xcf_ipv4(struct xcf_walk *w)
{
	const u8 *ip = xcf_take(w, XCF_IPV4_SIZE), *options;
	u32 from = w->at - XCF_IPV4_SIZE, size, total;

	if (!ip)
		return false;
	size = (ip[0] & 0xf) * 4;
	total = xcf_be16(ip + 2);
	if (ip[0] >> 4 != 4 || size < XCF_IPV4_SIZE || total < size)
		return xcf_stop(w, XCF_MALFORMED);
	if (!xcf_limit(w, from, total))
		return false;
	options = xcf_take(w, size - XCF_IPV4_SIZE);
	if (!options)
		return false;
	if (xcf_be16(ip + 6) & XCF_IPV4_PARTS)
		return xcf_stop(w, XCF_FRAGMENT);
	w->ipv6 = false;
	w->proto = ip[9];
	w->src = ip + 12;
	w->dst = ip + 16;
	return xcf_ipv4_options(w, options, size - XCF_IPV4_SIZE);
}

/* Until a routing header is used up, its end is the last receiver. */
static bool xcf_ipv6_routing(struct xcf_walk *w, const u8 *header, u32 size)
{
	const u8 *list = header + 8;
	u32 n = (size - 8) / XCF_IPV6_ADDRESS, left = header[3];

	if (!left)
		return true;
	switch (header[2]) {
	case XCF_ROUTING_0:
	case XCF_ROUTING_MOBILE:
		if ((size - 8) % XCF_IPV6_ADDRESS || left > n ||
		    (header[2] == XCF_ROUTING_MOBILE && n != 1))
			return xcf_stop(w, XCF_MALFORMED);
		w->dst = list + (n - 1) * XCF_IPV6_ADDRESS;
		return true;
	case XCF_ROUTING_SEGMENTS:
		/* The first address on the way may be left out. */
		if (header[4] + 1u > n || left > header[4] + 1u)
			return xcf_stop(w, XCF_MALFORMED);
		w->dst = list;
		return true;
	}
	/* Where it ends is not known, so neither is the checksum. */
	return xcf_stop(w, XCF_OTHER);
}

/* A sender that is away from home is known by its address there. */
static bool xcf_ipv6_destination(struct xcf_walk *w, const u8 *header, u32 size)
{
	u32 at = 2, n;
	int i;

	for (i = 0; at < size; i++, at += n) {
		if (i == XCF_OPTIONS)
			return xcf_stop(w, XCF_OTHER);
		n = 1;
		if (header[at] == 0)
			continue;
		if (size - at < 2 || size - at < header[at + 1] + 2u)
			return xcf_stop(w, XCF_MALFORMED);
		n = header[at + 1] + 2;
		if (header[at] != XCF_IPV6_HOME)
			continue;
		if (n != 2 + XCF_IPV6_ADDRESS)
			return xcf_stop(w, XCF_MALFORMED);
		w->src = header + at + 2;
	}
	return true;
}

/*
 * One extension header (w->proto says which), and what comes behind it. All
 * but AH count their length in eights of bytes, without the first.
 */
static bool xcf_extension(struct xcf_walk *w)
{
	const u8 *header = xcf_take(w, 8);
	u8 proto = w->proto;
	u32 size = 8;

	if (!header)
		return false;
	if (proto == IPPROTO_AH)
		size = (header[1] + 2) * 4;
	else if (proto != IPPROTO_FRAGMENT)
		size = (header[1] + 1) * 8;
	/* An authentication header has at least its three fixed words. */
	if (proto == IPPROTO_AH && size < 12)
		return xcf_stop(w, XCF_MALFORMED);
	if (!xcf_take(w, size - 8))
		return false;
	w->proto = header[0];
	switch (proto) {
	case IPPROTO_FRAGMENT:
		/* A packet in a single fragment is whole (RFC 6946). */
		return !(xcf_be16(header + 2) & XCF_IPV6_PARTS) ||
		       xcf_stop(w, XCF_FRAGMENT);
	case IPPROTO_ROUTING:
		return xcf_ipv6_routing(w, header, size);
	case IPPROTO_DSTOPTS:
		return xcf_ipv6_destination(w, header, size);
	}
	return true;
}

static bool xcf_ipv6(struct xcf_walk *w)
{
	const u8 *ip = xcf_take(w, XCF_IPV6_SIZE);
	u32 payload;

	if (!ip)
		return false;
	if (ip[0] >> 4 != 6)
		return xcf_stop(w, XCF_MALFORMED);
	payload = xcf_be16(ip + 4);
	w->proto = ip[6];
	/* A jumbogram (RFC 2675) says its length elsewhere. */
	if (!payload && w->proto == IPPROTO_HOPOPTS)
		return xcf_stop(w, XCF_OTHER);
	w->ipv6 = true;
	w->src = ip + 8;
	w->dst = ip + 24;
	return xcf_limit(w, w->at, payload);
}

/* Whether @proto is a header that one more comes behind. */
static bool xcf_extends(const struct xcf_walk *w)
{
	switch (w->proto) {
	case IPPROTO_AH:
		return true;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_FRAGMENT:
	case IPPROTO_DSTOPTS:
		return w->ipv6;
	}
	return false;
}

/*
 * From the Ethernet type of what is at w->at to the transport header behind it.
 * Returns false if the walk ends or waits before.
 */
bool xcf_network(struct xcf_walk *w, u16 type)
{
	const u8 *tag;
	int i;

	for (i = 0; i < XCF_TAGS && (type == ETH_P_8021Q || type == ETH_P_8021AD); i++) {
		tag = xcf_take(w, 4);
		if (!tag)
			return false;
		type = xcf_be16(tag + 2);
	}
	if (type != ETH_P_IP && type != ETH_P_IPV6)
		return xcf_stop(w, XCF_OTHER);
	if (type == ETH_P_IP ? !xcf_ipv4(w) : !xcf_ipv6(w))
		return false;
	for (i = 0; xcf_extends(w); i++) {
		if (i == XCF_EXTENSIONS)
			return xcf_stop(w, XCF_OTHER);
		if (!xcf_extension(w))
			return false;
	}
	return true;
}
