/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the checksums of a frame are. Pure: bytes in, offsets out. The sum over
 * the payload is the caller's, who has faster ways to it than any here.
 *
 * What may be parsed, and what a kind means, is in
 * Documentation/design/csumfix.md.
 */
#ifndef _XCF_FRAME_H
#define _XCF_FRAME_H

#include "core_types.h"

/* An outer and an inner transport header (VXLAN, GRE). */
#define XCF_LAYERS 2

/**
 * enum xcf_kind - what parsing a frame came to
 * @XCF_SUMMED: it has at least one TCP or UDP header, whole and in one piece
 * @XCF_OTHER: nothing of it is ours: ARP, ICMP, an unknown protocol
 * @XCF_FRAGMENT: a part of an IP packet; no part alone has a checksum
 * @XCF_TRUNCATED: it ends before its headers, or before what they announce
 * @XCF_MALFORMED: a header contradicts itself
 *
 * The outermost transport header decides: what is wrong with a packet inside
 * of it makes that packet payload like any other.
 */
enum xcf_kind {
	XCF_SUMMED,
	XCF_OTHER,
	XCF_FRAGMENT,
	XCF_TRUNCATED,
	XCF_MALFORMED,
};

/**
 * struct xcf_layer - one TCP or UDP header and what its checksum covers
 * @at: where the header begins, from the first byte that was parsed
 * @len: bytes that the checksum covers from @at on; the IP or UDP header says
 *	it, so padding behind the packet does not count
 * @field: where the checksum is, from the first byte that was parsed
 * @pseudo: sum of the pseudo header, not folded to 16 bits, not inverted
 * @value: what is in the checksum now, as on the wire
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @ipv6: below it is IPv6, where UDP must have a checksum
 * @tunnel: UDP to the port of a tunnel, which over IPv6 may do without
 * @inner: it is inside of a tunnel, with a checksum or without
 */
struct xcf_layer {
	u32 at;
	u32 len;
	u32 field;
	__wsum pseudo;
	__sum16 value;
	u8 proto;
	bool ipv6;
	bool tunnel;
	bool inner;
};

/**
 * struct xcf_frame - a parsed frame
 * @kind: what it came to
 * @layers: how many of @layer there are; none but for XCF_SUMMED
 * @layer: the transport headers, outermost first
 */
struct xcf_frame {
	enum xcf_kind kind;
	unsigned int layers;
	struct xcf_layer layer[XCF_LAYERS];
};

u32 xcf_parse(struct xcf_frame *frame, __be16 ethertype, const u8 *head,
	      u32 have, u32 len);
int xcf_blank_layer(const struct xcf_frame *frame);
__sum16 xcf_checksum(const struct xcf_layer *layer, __wsum sum);
bool xcf_good(const struct xcf_layer *layer, __wsum sum);
bool xcf_without(const struct xcf_layer *layer);

#endif /* _XCF_FRAME_H */
