// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of csumfix's packet path, on real packets: in one piece, in many,
 * cloned, and random ones. KASAN looks on. Those to be segmented are in
 * csumfix_cut_kunit.c.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/udp.h>
#include "csumfix_path_fixture.h"

static const struct path_shape shapes[] = {
	{ "TCP over IPv4", false, false, false },
	{ "UDP over IPv4", false, true, false },
	{ "TCP over IPv6", true, false, false },
	{ "UDP over IPv6", true, true, false },
	{ "TCP over IPv4 in a VLAN", false, false, true },
	{ "UDP over IPv6 in a VLAN", true, true, true },
};

KUNIT_ARRAY_PARAM(shape, shapes, path_shape_desc);

static void path_fill_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;
	u32 linear, n = 0;

	path_frame_make(f, test->param_value, 1471);
	KUNIT_ASSERT_FALSE(test, path_frame_holds(f, f->bytes, f->len));
	/* The pieces end at every place in the headers, and at some behind. */
	for (linear = 0; linear <= f->len; linear += linear < 80 ? 1 : 233) {
		skb = path_packet(test, f, linear);
		KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
		KUNIT_EXPECT_EQ(test, CHECKSUM_UNNECESSARY, (int)skb->ip_summed);
		path_expect_completed(test, f, skb);
		kfree_skb(skb);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, path_counted(test, XCF_DIR_rx, XCF_COUNT_completed));
	KUNIT_EXPECT_EQ(test, n, path_counted(test, XCF_DIR_rx, XCF_COUNT_packets));
	KUNIT_EXPECT_EQ(test, 0, path_counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
}

/* What is sent says where its checksum is, and begins at the Ethernet header. */
static void path_send_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	path_frame_make(f, test->param_value, 999);
	skb = path_packet(test, f, f->payload - ETH_HLEN);
	__skb_push(skb, ETH_HLEN);
	KUNIT_ASSERT_TRUE(test, skb_partial_csum_set(skb, f->l4, f->field - f->l4));
	KUNIT_EXPECT_EQ(test, XCF_PASS,
			xcf_packet(path_vif(test), XCF_DIR_tx, skb, ETH_HLEN, skb->protocol));
	path_expect_completed(test, f, skb);
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_tx, XCF_COUNT_completed));
	kfree_skb(skb);
}

static void path_clone_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb, *clone;
	u8 *bytes;

	path_frame_make(f, test->param_value, 500);
	skb = path_packet(test, f, 200);
	clone = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone);
	KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
	path_expect_completed(test, f, skb);
	/* Who has the other one reads what was there. */
	bytes = path_bytes(test, clone);
	KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
	kfree_skb(clone);
	kfree_skb(skb);
}

static void path_verify_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct xcf_vif *vif = path_vif(test);
	const struct path_shape *shape = test->param_value;
	enum xcf_count bad = shape->udp ? XCF_COUNT_bad_udp : XCF_COUNT_bad_tcp;
	struct sk_buff *skb;
	u8 *bytes;

	vif->set.mode = XCF_MODE_VERIFY;
	path_frame_make(f, shape, 700);
	/* Blank, though the sender says nothing of that. */
	for (vif->set.bad = 0; vif->set.bad < XCF_BADS; vif->set.bad++) {
		skb = path_packet(test, f, 100);
		skb->ip_summed = CHECKSUM_NONE;
		KUNIT_EXPECT_EQ(test, vif->set.bad == XCF_BAD_DROP ? XCF_DROP : XCF_PASS,
				path_received(test, skb));
		KUNIT_EXPECT_EQ(test, vif->set.bad + 1, path_counted(test, XCF_DIR_rx, bad));
		if (vif->set.bad == XCF_BAD_REPAIR) {
			path_expect_completed(test, f, skb);
			memcpy(f->bytes + ETH_HLEN, skb->data, f->payload - ETH_HLEN);
		} else {
			bytes = path_bytes(test, skb);
			KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
		}
		kfree_skb(skb);
	}
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_repaired));
	KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_dropped));

	/* The repaired one holds, and stays as it is. */
	skb = path_packet(test, f, 100);
	skb->ip_summed = CHECKSUM_NONE;
	KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
	KUNIT_EXPECT_EQ(test, XCF_BADS, path_counted(test, XCF_DIR_rx, bad));
	kfree_skb(skb);
}

/* The driver has found no place for it. */
static void path_rescue_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	path_frame_make(f, test->param_value, 300);
	skb = path_packet(test, f, 60);
	KUNIT_EXPECT_EQ(test, 0, xcf_rescue(path_vif(test), skb));
	KUNIT_EXPECT_EQ(test, CHECKSUM_UNNECESSARY, (int)skb->ip_summed);
	path_expect_completed(test, f, skb);
	kfree_skb(skb);

	/* And there is none, if it says to be a fragment. */
	if (!f->ipv6) {
		put_unaligned_be16(0x2000, f->bytes + f->ip + 6);
		skb = path_packet(test, f, 60);
		KUNIT_EXPECT_EQ(test, -EPROTO, xcf_rescue(path_vif(test), skb));
		KUNIT_EXPECT_EQ(test, 1, path_counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
		kfree_skb(skb);
	}
}

/* UDP over IPv4 may do without, whatever its sender says. */
static void path_without_test(struct kunit *test)
{
	static const struct path_shape shape = { .udp = true };
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;
	u8 *bytes;
	int rescued;

	path_frame_make(f, &shape, 300);
	put_unaligned_be16(0, f->bytes + f->field);
	for (rescued = 0; rescued < 2; rescued++) {
		skb = path_packet(test, f, 60);
		if (rescued)
			KUNIT_EXPECT_EQ(test, 0, xcf_rescue(path_vif(test), skb));
		else
			KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
		KUNIT_EXPECT_EQ(test, CHECKSUM_NONE, (int)skb->ip_summed);
		bytes = path_bytes(test, skb);
		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
		kfree_skb(skb);
	}
	path_vif(test)->set.mode = XCF_MODE_VERIFY;
	path_vif(test)->set.bad = XCF_BAD_DROP;
	skb = path_packet(test, f, 60);
	skb->ip_summed = CHECKSUM_NONE;
	KUNIT_EXPECT_EQ(test, XCF_PASS, path_received(test, skb));
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, 0, path_counted(test, XCF_DIR_rx, XCF_COUNT_completed));
	KUNIT_EXPECT_EQ(test, 0, path_counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	KUNIT_EXPECT_EQ(test, 0, path_counted(test, XCF_DIR_rx, XCF_COUNT_bad_udp));
}

/* Frames with random bytes in them do no harm, and nothing but a checksum is written. */
static void path_random_test(struct kunit *test)
{
	struct path_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const struct path_shape *shape = test->param_value;
	struct xcf_vif *vif = path_vif(test);
	unsigned int round, i, changed;

	for (round = 0; round < 2000; round++) {
		enum xcf_action action;
		struct sk_buff *skb;
		u8 *bytes;

		path_frame_make(f, shape, get_random_u32_below(200));
		for (i = get_random_u32_below(6); i; i--)
			f->bytes[get_random_u32_inclusive(ETH_HLEN, f->len - 1)] = get_random_u32();
		f->len = ETH_HLEN + get_random_u32_below(f->len - ETH_HLEN + 1);
		vif->set.mode = get_random_u32_below(XCF_MODES);
		vif->set.bad = get_random_u32_below(XCF_BADS);
		skb = path_packet(test, f, get_random_u32_below(100));
		skb->ip_summed = get_random_u32_below(3) ? CHECKSUM_PARTIAL : CHECKSUM_NONE;
		action = round % 3 ? path_received(test, skb) : XCF_PASS;
		if (round % 3 == 0)
			xcf_rescue(vif, skb);
		KUNIT_EXPECT_NE(test, XCF_CUT, action);
		KUNIT_ASSERT_EQ(test, f->len, skb->len + ETH_HLEN);
		bytes = path_bytes(test, skb);
		for (changed = 0, i = 0; i < f->len; i++)
			changed += bytes[i] != f->bytes[i];
		KUNIT_EXPECT_LE(test, changed, XCF_LAYERS * sizeof(__sum16));
		kunit_kfree(test, bytes);
		kfree_skb(skb);
	}
}

static struct kunit_case path_cases[] = {
	KUNIT_CASE_PARAM(path_fill_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_send_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_clone_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_verify_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_rescue_test, shape_gen_params),
	KUNIT_CASE(path_without_test),
	KUNIT_CASE_PARAM(path_random_test, shape_gen_params),
	{},
};

static struct kunit_suite path_suite = {
	.name = "csumfix-path",
	.init = path_init,
	.exit = path_exit,
	.test_cases = path_cases,
};

kunit_test_suite(path_suite);
