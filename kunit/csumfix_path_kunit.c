// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of csumfix's packet path, on real packets: in one piece, in many,
 * cloned, to be segmented, and random ones. KASAN looks on.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include "../drivers/csumfix/frame.h"
#include "../drivers/csumfix/vif.h"

#define PAYLOAD_MAX 8000

/* What a test frame is like. */
struct shape {
	const char *desc;
	bool ipv6;
	bool udp;
	bool vlan;
};

static const struct shape shapes[] = {
	{ "TCP over IPv4", false, false, false },
	{ "UDP over IPv4", false, true, false },
	{ "TCP over IPv6", true, false, false },
	{ "UDP over IPv6", true, true, false },
	{ "TCP over IPv4 in a VLAN", false, false, true },
	{ "UDP over IPv6 in a VLAN", true, true, true },
};

static void shape_desc(const struct shape *s, char *desc)
{
	strscpy(desc, s->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(shape, shapes, shape_desc);

/* What netback knows to be segmented later. */
static const struct shape tcp_shapes[] = {
	{ "TCP over IPv4" },
	{ "TCP over IPv6", .ipv6 = true },
	{ "TCP over IPv4 in a VLAN", .vlan = true },
};

KUNIT_ARRAY_PARAM(tcp, tcp_shapes, shape_desc);

/* A frame: its bytes from the Ethernet header on, and where things are in it. */
struct frame {
	u8 bytes[ETH_HLEN + VLAN_HLEN + 40 + 20 + PAYLOAD_MAX];
	u32 len;
	u32 ip;
	u32 l4;
	u32 field;
	u32 payload;
	u8 proto;
	bool ipv6;
};

/* RFC 1071 by its letter, sixteen bits after sixteen. */
static u32 add_up(u32 sum, const u8 *bytes, u32 len)
{
	u32 i;

	for (i = 0; i < len; i++)
		sum += i % 2 ? bytes[i] : bytes[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static u32 pseudo_sum(const struct frame *f, const u8 *bytes, u32 l4_len)
{
	const u8 *addresses = bytes + f->ip + (f->ipv6 ? 8 : 12);

	return add_up(f->proto + l4_len, addresses, f->ipv6 ? 32 : 8);
}

/* Of a frame like @f in @bytes, @len long: does its checksum hold? */
static bool holds(const struct frame *f, const u8 *bytes, u32 len)
{
	u32 l4_len = len - f->l4;

	return add_up(pseudo_sum(f, bytes, l4_len), bytes + f->l4, l4_len) == 0xffff;
}

static void frame_make(struct frame *f, const struct shape *s, u32 payload)
{
	u32 l4_header = s->udp ? sizeof(struct udphdr) : sizeof(struct tcphdr);
	__be16 type = htons(s->ipv6 ? ETH_P_IPV6 : ETH_P_IP);
	u8 *at = f->bytes;
	u16 l4_len = l4_header + payload;

	memset(f, 0, sizeof(*f));
	f->ipv6 = s->ipv6;
	f->proto = s->udp ? IPPROTO_UDP : IPPROTO_TCP;
	eth_broadcast_addr(at);
	eth_random_addr(at + ETH_ALEN);
	at += 2 * ETH_ALEN;
	if (s->vlan) {
		put_unaligned_be16(ETH_P_8021Q, at);
		put_unaligned_be16(42, at + 2);
		at += VLAN_HLEN;
	}
	memcpy(at, &type, sizeof(type));
	at += sizeof(type);
	f->ip = at - f->bytes;
	if (s->ipv6) {
		struct ipv6hdr *ip = (struct ipv6hdr *)at;

		ip->version = 6;
		ip->payload_len = htons(l4_len);
		ip->nexthdr = f->proto;
		ip->hop_limit = 64;
		get_random_bytes(&ip->saddr, 2 * sizeof(ip->saddr));
		at += sizeof(*ip);
	} else {
		struct iphdr *ip = (struct iphdr *)at;

		ip->version = 4;
		ip->ihl = 5;
		ip->tot_len = htons(sizeof(*ip) + l4_len);
		ip->protocol = f->proto;
		ip->ttl = 64;
		get_random_bytes(&ip->saddr, 2 * sizeof(ip->saddr));
		ip->check = ip_fast_csum(ip, ip->ihl);
		at += sizeof(*ip);
	}
	f->l4 = at - f->bytes;
	if (s->udp) {
		put_unaligned_be16(l4_len, at + 4);
		f->field = f->l4 + offsetof(struct udphdr, check);
	} else {
		at[12] = 5 << 4;
		f->field = f->l4 + offsetof(struct tcphdr, check);
	}
	at += l4_header;
	f->payload = at - f->bytes;
	get_random_bytes(at, payload);
	f->len = f->payload + payload;
	/* As Linux leaves it blank: the sum of the pseudo header. */
	put_unaligned_be16(pseudo_sum(f, f->bytes, l4_len), f->bytes + f->field);
}

/*
 * A received packet with the frame's bytes, its data at the network header:
 * @linear bytes behind the Ethernet header in one piece, the others in pages.
 */
static struct sk_buff *packet(struct kunit *test, const struct frame *f, u32 linear)
{
	u32 at = min(ETH_HLEN + linear, f->len), piece;
	struct sk_buff *skb = alloc_skb(at, GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_data(skb, f->bytes, at);
	for (i = 0; at < f->len; i++, at += piece) {
		struct page *page = alloc_page(GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_ASSERT_LT(test, i, MAX_SKB_FRAGS);
		/* The first pieces are small ones, of odd lengths. */
		piece = min_t(u32, f->len - at, i < 4 ? 13 + 8 * i : PAGE_SIZE);
		memcpy(page_address(page), f->bytes + at, piece);
		skb_add_rx_frag(skb, i, page, 0, piece, PAGE_SIZE);
	}
	skb->dev = init_net.loopback_dev;
	skb_reset_mac_header(skb);
	skb->protocol = ((struct ethhdr *)f->bytes)->h_proto;
	__skb_pull(skb, ETH_HLEN);
	skb_reset_network_header(skb);
	skb->ip_summed = CHECKSUM_PARTIAL;
	return skb;
}

/* All bytes of a packet, from the Ethernet header on. */
static u8 *bytes_of(struct kunit *test, struct sk_buff *skb)
{
	u32 header = skb->data - skb_mac_header(skb);
	u8 *bytes = kunit_kzalloc(test, skb->len + header, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memcpy(bytes, skb_mac_header(skb), header);
	KUNIT_ASSERT_EQ(test, 0, skb_copy_bits(skb, 0, bytes + header, skb->len));
	return bytes;
}

static struct xcf_vif *vif_of(struct kunit *test)
{
	return test->priv;
}

static u64 counted(struct kunit *test, enum xcf_dir dir, enum xcf_count what)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(vif_of(test)->counters, cpu)->n[dir][what];
	return sum;
}

static enum xcf_action received(struct kunit *test, struct sk_buff *skb)
{
	return xcf_packet(vif_of(test), XCF_DIR_rx, skb, 0, skb->protocol);
}

/* The same bytes as @f but for the checksum, and that holds. */
static void expect_completed(struct kunit *test, const struct frame *f,
			     struct sk_buff *skb)
{
	u8 *bytes = bytes_of(test, skb);

	KUNIT_EXPECT_TRUE(test, holds(f, bytes, f->len));
	memcpy(bytes + f->field, f->bytes + f->field, sizeof(__sum16));
	KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
	kunit_kfree(test, bytes);
}

static void path_fill_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;
	u32 linear, n = 0;

	frame_make(f, test->param_value, 1471);
	KUNIT_ASSERT_FALSE(test, holds(f, f->bytes, f->len));
	/* The pieces end at every place in the headers, and at some behind. */
	for (linear = 0; linear <= f->len; linear += linear < 80 ? 1 : 233) {
		skb = packet(test, f, linear);
		KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
		KUNIT_EXPECT_EQ(test, CHECKSUM_UNNECESSARY, (int)skb->ip_summed);
		expect_completed(test, f, skb);
		kfree_skb(skb);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, counted(test, XCF_DIR_rx, XCF_COUNT_completed));
	KUNIT_EXPECT_EQ(test, n, counted(test, XCF_DIR_rx, XCF_COUNT_packets));
	KUNIT_EXPECT_EQ(test, 0, counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
}

/* What is sent says where its checksum is, and begins at the Ethernet header. */
static void path_send_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	frame_make(f, test->param_value, 999);
	skb = packet(test, f, f->payload - ETH_HLEN);
	__skb_push(skb, ETH_HLEN);
	KUNIT_ASSERT_TRUE(test, skb_partial_csum_set(skb, f->l4, f->field - f->l4));
	KUNIT_EXPECT_EQ(test, XCF_PASS,
			xcf_packet(vif_of(test), XCF_DIR_tx, skb, ETH_HLEN, skb->protocol));
	expect_completed(test, f, skb);
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_tx, XCF_COUNT_completed));
	kfree_skb(skb);
}

static void path_clone_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb, *clone;
	u8 *bytes;

	frame_make(f, test->param_value, 500);
	skb = packet(test, f, 200);
	clone = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone);
	KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
	expect_completed(test, f, skb);
	/* Who has the other one reads what was there. */
	bytes = bytes_of(test, clone);
	KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
	kfree_skb(clone);
	kfree_skb(skb);
}

static void path_verify_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct xcf_vif *vif = vif_of(test);
	const struct shape *shape = test->param_value;
	enum xcf_count bad = shape->udp ? XCF_COUNT_bad_udp : XCF_COUNT_bad_tcp;
	struct sk_buff *skb;
	u8 *bytes;

	vif->set.mode = XCF_MODE_VERIFY;
	frame_make(f, shape, 700);
	/* Blank, though the sender says nothing of that. */
	for (vif->set.bad = 0; vif->set.bad < XCF_BADS; vif->set.bad++) {
		skb = packet(test, f, 100);
		skb->ip_summed = CHECKSUM_NONE;
		KUNIT_EXPECT_EQ(test, vif->set.bad == XCF_BAD_DROP ? XCF_DROP : XCF_PASS,
				received(test, skb));
		KUNIT_EXPECT_EQ(test, vif->set.bad + 1, counted(test, XCF_DIR_rx, bad));
		if (vif->set.bad == XCF_BAD_REPAIR) {
			expect_completed(test, f, skb);
			memcpy(f->bytes + ETH_HLEN, skb->data, f->payload - ETH_HLEN);
		} else {
			bytes = bytes_of(test, skb);
			KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
		}
		kfree_skb(skb);
	}
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_repaired));
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_dropped));

	/* The repaired one holds, and stays as it is. */
	skb = packet(test, f, 100);
	skb->ip_summed = CHECKSUM_NONE;
	KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
	KUNIT_EXPECT_EQ(test, XCF_BADS, counted(test, XCF_DIR_rx, bad));
	kfree_skb(skb);
}

/* As netback has it when it comes from a guest. */
static void make_gso(struct sk_buff *skb, const struct shape *s)
{
	skb_shinfo(skb)->gso_size = 1448;
	skb_shinfo(skb)->gso_type = SKB_GSO_DODGY |
		(s->ipv6 ? SKB_GSO_TCPV6 : SKB_GSO_TCPV4);
}

static void path_cut_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const struct shape *shape = test->param_value;
	struct sk_buff *skb, *parts, *part, *next;
	u32 payload = 0, got = 0, n = 0;

	frame_make(f, shape, PAYLOAD_MAX - 1);
	/* Nothing is to be trusted that a guest has put there. */
	put_unaligned_be16(0x1234, f->bytes + f->field);
	skb = packet(test, f, 120);
	make_gso(skb, shape);
	if (shape->vlan)
		KUNIT_ASSERT_EQ(test, 0, xcf_rescue(vif_of(test), skb));
	vif_of(test)->set.gso = XCF_GSO_SEGMENT;
	KUNIT_ASSERT_EQ(test, XCF_CUT, received(test, skb));
	parts = xcf_cut(vif_of(test), XCF_DIR_rx, skb);
	KUNIT_ASSERT_NOT_NULL(test, parts);
	skb_list_walk_safe(parts, part, next) {
		u8 *bytes = bytes_of(test, part);
		u32 len = ETH_HLEN + part->len;

		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->ip));
		KUNIT_EXPECT_PTR_EQ(test, part->data, skb_network_header(part));
		KUNIT_EXPECT_FALSE(test, skb_is_gso(part));
		KUNIT_EXPECT_TRUE(test, holds(f, bytes, len));
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
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_segmented));
}

/* Nobody can cut what claims to be TCP and is not: it stays as it is. */
static void path_claim_test(struct kunit *test)
{
	static const struct shape shape = { .udp = true };
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	frame_make(f, &shape, 3000);
	put_unaligned_be16(0x1234, f->bytes + f->field);
	skb = packet(test, f, 120);
	make_gso(skb, &shape);
	vif_of(test)->set.gso = XCF_GSO_SEGMENT;
	KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
	KUNIT_EXPECT_EQ(test, 0, memcmp(bytes_of(test, skb), f->bytes, f->len));
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	kfree_skb(skb);
}

/* A guest must not make a packet of every byte. */
static void path_pieces_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	frame_make(f, &tcp_shapes[0], PAYLOAD_MAX - 1);
	skb = packet(test, f, 120);
	make_gso(skb, &tcp_shapes[0]);
	skb_shinfo(skb)->gso_size = 1;
	KUNIT_EXPECT_NULL(test, xcf_cut(vif_of(test), XCF_DIR_rx, skb));
	KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	KUNIT_EXPECT_EQ(test, f->len, skb->len + ETH_HLEN);
	kfree_skb(skb);
}

/* The driver has found no place for it. */
static void path_rescue_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;

	frame_make(f, test->param_value, 300);
	skb = packet(test, f, 60);
	KUNIT_EXPECT_EQ(test, 0, xcf_rescue(vif_of(test), skb));
	KUNIT_EXPECT_EQ(test, CHECKSUM_UNNECESSARY, (int)skb->ip_summed);
	expect_completed(test, f, skb);
	kfree_skb(skb);

	/* And there is none, if it says to be a fragment. */
	if (!f->ipv6) {
		put_unaligned_be16(0x2000, f->bytes + f->ip + 6);
		skb = packet(test, f, 60);
		KUNIT_EXPECT_EQ(test, -EPROTO, xcf_rescue(vif_of(test), skb));
		KUNIT_EXPECT_EQ(test, 1, counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
		kfree_skb(skb);
	}
}

/*
 * A tunnel cannot be cut as TCP can, and its sender has no way to say what it
 * is: GRE is put in front of the frame.
 */
static void path_tunnel_test(struct kunit *test)
{
	static const struct shape shape = { };
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const u32 more = sizeof(struct iphdr) + 4;
	struct sk_buff *skb;
	struct iphdr *outer;

	frame_make(f, &shape, 3000);
	memmove(f->bytes + f->ip + more, f->bytes + f->ip, f->len - f->ip);
	outer = (struct iphdr *)(f->bytes + f->ip);
	outer->tot_len = htons(f->len - f->ip + more);
	outer->protocol = IPPROTO_GRE;
	put_unaligned_be32(ETH_P_IP, outer + 1);
	f->len += more;

	skb = packet(test, f, 120);
	KUNIT_EXPECT_EQ(test, 0, xcf_rescue(vif_of(test), skb));
	kfree_skb(skb);
	skb = packet(test, f, 120);
	make_gso(skb, &shape);
	KUNIT_EXPECT_EQ(test, -EPROTO, xcf_rescue(vif_of(test), skb));
	kfree_skb(skb);
}

/* UDP over IPv4 may do without, whatever its sender says. */
static void path_without_test(struct kunit *test)
{
	static const struct shape shape = { .udp = true };
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct sk_buff *skb;
	u8 *bytes;
	int rescued;

	frame_make(f, &shape, 300);
	put_unaligned_be16(0, f->bytes + f->field);
	for (rescued = 0; rescued < 2; rescued++) {
		skb = packet(test, f, 60);
		if (rescued)
			KUNIT_EXPECT_EQ(test, 0, xcf_rescue(vif_of(test), skb));
		else
			KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
		KUNIT_EXPECT_EQ(test, CHECKSUM_NONE, (int)skb->ip_summed);
		bytes = bytes_of(test, skb);
		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
		kfree_skb(skb);
	}
	vif_of(test)->set.mode = XCF_MODE_VERIFY;
	vif_of(test)->set.bad = XCF_BAD_DROP;
	skb = packet(test, f, 60);
	skb->ip_summed = CHECKSUM_NONE;
	KUNIT_EXPECT_EQ(test, XCF_PASS, received(test, skb));
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, 0, counted(test, XCF_DIR_rx, XCF_COUNT_completed));
	KUNIT_EXPECT_EQ(test, 0, counted(test, XCF_DIR_rx, XCF_COUNT_unfit));
	KUNIT_EXPECT_EQ(test, 0, counted(test, XCF_DIR_rx, XCF_COUNT_bad_udp));
}

/* Frames with random bytes in them do no harm, and nothing but a checksum is written. */
static void path_random_test(struct kunit *test)
{
	struct frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	const struct shape *shape = test->param_value;
	struct xcf_vif *vif = vif_of(test);
	unsigned int round, i, changed;

	for (round = 0; round < 2000; round++) {
		enum xcf_action action;
		struct sk_buff *skb;
		u8 *bytes;

		frame_make(f, shape, get_random_u32_below(200));
		for (i = get_random_u32_below(6); i; i--)
			f->bytes[get_random_u32_inclusive(ETH_HLEN, f->len - 1)] = get_random_u32();
		f->len = ETH_HLEN + get_random_u32_below(f->len - ETH_HLEN + 1);
		vif->set.mode = get_random_u32_below(XCF_MODES);
		vif->set.bad = get_random_u32_below(XCF_BADS);
		skb = packet(test, f, get_random_u32_below(100));
		skb->ip_summed = get_random_u32_below(3) ? CHECKSUM_PARTIAL : CHECKSUM_NONE;
		action = round % 3 ? received(test, skb) : XCF_PASS;
		if (round % 3 == 0)
			xcf_rescue(vif, skb);
		KUNIT_EXPECT_NE(test, XCF_CUT, action);
		KUNIT_ASSERT_EQ(test, f->len, skb->len + ETH_HLEN);
		bytes = bytes_of(test, skb);
		for (changed = 0, i = 0; i < f->len; i++)
			changed += bytes[i] != f->bytes[i];
		KUNIT_EXPECT_LE(test, changed, XCF_LAYERS * sizeof(__sum16));
		kunit_kfree(test, bytes);
		kfree_skb(skb);
	}
}

static int path_init(struct kunit *test)
{
	struct xcf_vif *vif = kunit_kzalloc(test, sizeof(*vif), GFP_KERNEL);

	if (!vif)
		return -ENOMEM;
	vif->counters = alloc_percpu(struct xcf_counters);
	vif->set.mode = XCF_MODE_COMPLETE;
	test->priv = vif;
	return vif->counters ? 0 : -ENOMEM;
}

static void path_exit(struct kunit *test)
{
	struct xcf_vif *vif = test->priv;

	if (vif)
		free_percpu(vif->counters);
}

static struct kunit_case path_cases[] = {
	KUNIT_CASE_PARAM(path_fill_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_send_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_clone_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_verify_test, shape_gen_params),
	KUNIT_CASE_PARAM(path_cut_test, tcp_gen_params),
	KUNIT_CASE_PARAM(path_rescue_test, shape_gen_params),
	KUNIT_CASE(path_claim_test),
	KUNIT_CASE(path_pieces_test),
	KUNIT_CASE(path_tunnel_test),
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

