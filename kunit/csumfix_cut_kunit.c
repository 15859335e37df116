// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of csumfix's cutting: what a guest may have cut, what not, and that
 * every part is right.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/module.h>
#include "csumfix_path_fixture.h"

/* What netback knows to be segmented later. */
static const struct path_shape tcp_shapes[] = {
	{ "TCP over IPv4" },
	{ "TCP over IPv6", .ipv6 = true },
	{ "TCP over IPv4 in a VLAN", .vlan = true },
};

KUNIT_ARRAY_PARAM(tcp, tcp_shapes, path_shape_desc);

/* As netback has it when it comes from a guest. */
static void make_gso(struct sk_buff *skb, const struct path_shape *s)
{
	skb_shinfo(skb)->gso_size = 1448;
	skb_shinfo(skb)->gso_type = SKB_GSO_DODGY |
		(s->ipv6 ? SKB_GSO_TCPV6 : SKB_GSO_TCPV4);
}

static void cut_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const struct path_shape *shape = test->param_value;
	struct sk_buff *skb, *parts, *part, *next;
	u32 payload = 0, got = 0, n = 0;

	path_frame_make(f, shape, PAYLOAD_MAX - 1);
	/* Nothing is to be trusted that a guest has put there. */
	put_unaligned_be16(0x1234, f->bytes + f->field);
	skb = path_packet(test, f, 120);
	make_gso(skb, shape);
	if (shape->vlan)
		KUNIT_ASSERT_EQ(test, 0, xcf_rescue(path_vif(test), skb));
	path_vif(test)->set.gso = XCF_GSO_SEGMENT;
	KUNIT_ASSERT_EQ(test, XCF_CUT, path_received(test, skb));
	parts = xcf_cut(path_vif(test), XCF_DIR_rx, skb);
	KUNIT_ASSERT_NOT_NULL(test, parts);
	skb_list_walk_safe(parts, part, next) {
		u8 *bytes = path_bytes(test, part);
		u32 len = ETH_HLEN + part->len;

		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->ip));
		KUNIT_EXPECT_PTR_EQ(test, part->data, skb_network_header(part));
		KUNIT_EXPECT_FALSE(test, skb_is_gso(part));
		KUNIT_EXPECT_TRUE(test, path_frame_holds(f, bytes, len));
		payload = len - f->payload;
		KUNIT_EXPECT_LE(test, payload, 1448);
		KUNIT_EXPECT_EQ(test, got, get_unaligned_be32(bytes + f->l4 + 4));
		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes + f->payload,
						f->bytes + f->payload + got, payload));
		got += payload;
		n++;
		kfree_skb(part);
	}
	KUNIT_EXPECT_EQ(test, PAYLOAD_MAX - 1, got);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(PAYLOAD_MAX - 1, 1448), n);
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_segmented));
}

/* Nobody can cut what claims to be TCP and is not: it stays as it is. */
static void cut_claim_test(struct kunit *test)
{
	static const struct path_shape shape = { .udp = true };
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	path_frame_make(f, &shape, 3000);
	put_unaligned_be16(0x1234, f->bytes + f->field);
	skb = path_packet(test, f, 120);
	make_gso(skb, &shape);
	path_vif(test)->set.gso = XCF_GSO_SEGMENT;
	KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
	KUNIT_EXPECT_EQ(test, 0, memcmp(path_bytes(test, skb), f->bytes, f->len));
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	kfree_skb(skb);
}

/* A guest must not make a packet of every byte. */
static void cut_pieces_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	path_frame_make(f, &tcp_shapes[0], PAYLOAD_MAX - 1);
	skb = path_packet(test, f, 120);
	make_gso(skb, &tcp_shapes[0]);
	skb_shinfo(skb)->gso_size = 1;
	KUNIT_EXPECT_NULL(test, xcf_cut(path_vif(test), XCF_DIR_rx, skb));
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	KUNIT_EXPECT_EQ(test, f->len, skb->len + ETH_HLEN);
	kfree_skb(skb);
}

/*
 * A tunnel cannot be cut as TCP can, and its sender has no way to say what it
 * is: GRE is put in front of the frame.
 */
static void cut_tunnel_test(struct kunit *test)
{
	static const struct path_shape shape = { };
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const u32 more = sizeof(struct iphdr) + 4;
	struct sk_buff *skb;
	struct iphdr *outer;

	path_frame_make(f, &shape, 3000);
	memmove(f->bytes + f->ip + more, f->bytes + f->ip, f->len - f->ip);
	outer = (struct iphdr *)(f->bytes + f->ip);
	outer->tot_len = htons(f->len - f->ip + more);
	outer->protocol = IPPROTO_GRE;
	put_unaligned_be32(ETH_P_IP, outer + 1);
	f->len += more;

	skb = path_packet(test, f, 120);
	KUNIT_EXPECT_EQ(test, 0, xcf_rescue(path_vif(test), skb));
	kfree_skb(skb);
	skb = path_packet(test, f, 120);
	make_gso(skb, &shape);
	KUNIT_EXPECT_EQ(test, -EPROTO, xcf_rescue(path_vif(test), skb));
	kfree_skb(skb);
}

static struct kunit_case cut_cases[] = {
	KUNIT_CASE_PARAM(cut_test, tcp_gen_params),
	KUNIT_CASE(cut_claim_test),
	KUNIT_CASE(cut_pieces_test),
	KUNIT_CASE(cut_tunnel_test),
	{},
};

static struct kunit_suite cut_suite = {
	.name = "csumfix-cut",
	.init = path_init,
	.exit = path_exit,
	.test_cases = cut_cases,
};

kunit_test_suite(cut_suite);
