/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the suites of csumfix's packet path work with: frames, and packets that
 * hold them.
 */
#ifndef _CSUMFIX_PATH_FIXTURE_H
#define _CSUMFIX_PATH_FIXTURE_H

#include <kunit/test.h>
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/skbuff.h>
#include "../drivers/csumfix/frame.h"
#include "../drivers/csumfix/vif.h"

#define PAYLOAD_MAX 8000

/* What a test frame is like. */
struct path_shape {
	const char *desc;
	bool ipv6;
	bool udp;
	bool vlan;
};

/* A frame: its bytes from the Ethernet header on, and where things are in it. */
struct path_frame {
	u8 bytes[ETH_HLEN + VLAN_HLEN + 40 + 20 + PAYLOAD_MAX];
	u32 len;
	u32 ip;
	u32 l4;
	u32 field;
	u32 payload;
	u8 proto;
	bool ipv6;
};

/* Their test->priv is an interface in mode complete. */
int path_init(struct kunit *test);
void path_exit(struct kunit *test);

static inline struct xcf_vif *path_vif(struct kunit *test)
{
	return test->priv;
}

static inline enum xcf_action path_received(struct kunit *test, struct sk_buff *skb)
{
	return xcf_packet(path_vif(test), XCF_DIR_rx, skb, 0, skb->protocol);
}

void path_shape_desc(const struct path_shape *s, char *desc);
void path_frame_make(struct path_frame *f, const struct path_shape *s, u32 payload);
/* Of a frame like @f in @bytes, @len long: does its checksum hold? */
bool path_frame_holds(const struct path_frame *f, const u8 *bytes, u32 len);
/*
 * A received packet with the frame's bytes, its data at the network header:
 * @linear bytes behind the Ethernet header in one piece, the others in pages.
 */
struct sk_buff *path_packet(struct kunit *test, const struct path_frame *f, u32 linear);
/* All bytes of a packet, from the Ethernet header on. */
u8 *path_bytes(struct kunit *test, struct sk_buff *skb);
u64 path_counted(struct kunit *test, enum xcf_dir dir, enum xcf_count what);
/* The same bytes as @f but for the checksum, and that holds. */
void path_expect_completed(struct kunit *test, const struct path_frame *f,
			   struct sk_buff *skb);

#endif /* _CSUMFIX_PATH_FIXTURE_H */
