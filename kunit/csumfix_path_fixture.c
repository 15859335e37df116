// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames, and packets that hold them; see csumfix_path_fixture.h.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include "csumfix_path_fixture.h"

void path_shape_desc(const struct path_shape *s, char *desc)
{
	strscpy(desc, s->desc, KUNIT_PARAM_DESC_SIZE);
}

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

static u32 pseudo_sum(const struct path_frame *f, const u8 *bytes, u32 l4_len)
{
	const u8 *addresses = bytes + f->ip + (f->ipv6 ? 8 : 12);

	return add_up(f->proto + l4_len, addresses, f->ipv6 ? 32 : 8);
}

bool path_frame_holds(const struct path_frame *f, const u8 *bytes, u32 len)
{
	u32 l4_len = len - f->l4;

	return add_up(pseudo_sum(f, bytes, l4_len), bytes + f->l4, l4_len) == 0xffff;
}

void path_frame_make(struct path_frame *f, const struct path_shape *s, u32 payload)
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

struct sk_buff *path_packet(struct kunit *test, const struct path_frame *f, u32 linear)
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

u8 *path_bytes(struct kunit *test, struct sk_buff *skb)
{
	u32 header = skb->data - skb_mac_header(skb);
	u8 *bytes = kunit_kzalloc(test, skb->len + header, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memcpy(bytes, skb_mac_header(skb), header);
	KUNIT_ASSERT_EQ(test, 0, skb_copy_bits(skb, 0, bytes + header, skb->len));
	return bytes;
}

u64 path_counted(struct kunit *test, enum xcf_dir dir, enum xcf_count what)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(path_vif(test)->counters, cpu)->n[dir][what];
	return sum;
}

void path_expect_completed(struct kunit *test, const struct path_frame *f,
			   struct sk_buff *skb)
{
	u8 *bytes = path_bytes(test, skb);

	KUNIT_EXPECT_TRUE(test, path_frame_holds(f, bytes, f->len));
	memcpy(bytes + f->field, f->bytes + f->field, sizeof(__sum16));
	KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, f->bytes, f->len));
	kunit_kfree(test, bytes);
}

int path_init(struct kunit *test)
{
	struct xcf_vif *vif = kunit_kzalloc(test, sizeof(*vif), GFP_KERNEL);

	if (!vif)
		return -ENOMEM;
	vif->counters = alloc_percpu(struct xcf_counters);
	vif->set.mode = XCF_MODE_COMPLETE;
	test->priv = vif;
	return vif->counters ? 0 : -ENOMEM;
}

void path_exit(struct kunit *test)
{
	struct xcf_vif *vif = test->priv;

	if (vif)
		free_percpu(vif->counters);
}
