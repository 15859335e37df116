// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of csumfix's core: the same files as the module, with the
 * kernel's compiler and flags and its own sums over the payload. The host's
 * tests hold them against oracles.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/checksum.h>
#include "../drivers/csumfix/decide.h"
#include "../drivers/csumfix/frame.h"

#define IPV4(total, proto) \
	0x45, 0x00, (total) >> 8, (total) & 0xff, 0xed, 0xa5, 0x40, 0x00, \
	0x40, (proto), 0x4e, 0xb6, 0xac, 0x16, 0x68, 0x6d, 0x4a, 0x7d, \
	0x9f, 0x67
#define IPV6(payload, next) \
	0x60, 0x00, 0x00, 0x00, (payload) >> 8, (payload) & 0xff, (next), 0xfd, \
	0x21, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, \
	0xab, 0xcd, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, \
	0xfd, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, \
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x60
/* Published packets: TCP with timestamps, and UDP. */
#define TCP_SEGMENT \
	0xaf, 0x1f, 0x00, 0x50, 0xe8, 0x33, 0x8b, 0x62, 0xfc, 0x13, 0xda, \
	0x66, 0x80, 0x10, 0x00, 0x5c, 0x37, 0xa6, 0x00, 0x00, 0x01, 0x01, \
	0x08, 0x0a, 0x04, 0xb8, 0x66, 0xf7, 0x4a, 0xdd, 0x90, 0x45
#define UDP_DATAGRAM \
	0x26, 0x92, 0x26, 0x92, 0x00, 0x0c, 0x7e, 0xd5, 0x12, 0x34, 0x56, 0x78
#define UDP_TO(port, size) \
	0x26, 0x92, (port) >> 8, (port) & 0xff, 0x00, (size), 0x00, 0x00
#define ETHERNET(type) \
	2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, (type) >> 8, (type) & 0xff

static const u8 tcp4[] = { IPV4(52, 6), TCP_SEGMENT };
static const u8 udp6[] = { IPV6(12, 17), UDP_DATAGRAM };
static const u8 udp6_padded[] = { IPV6(12, 17), UDP_DATAGRAM, 1, 2, 3, 4, 5 };
static const u8 tagged[] = { 0, 3, 0x81, 0, 0, 4, 0x86, 0xdd, IPV6(12, 17),
			     UDP_DATAGRAM };
static const u8 atomic6[] = { IPV6(20, 44), 17, 0, 0, 0, 9, 9, 9, 9,
			      UDP_DATAGRAM };
static const u8 vxlan[] = { IPV4(102, 17), UDP_TO(4789, 82), 8, 0, 0, 0, 0, 0,
			    7, 0, ETHERNET(0x0800), IPV4(52, 6), TCP_SEGMENT };
static const u8 gre[] = { IPV4(84, 47), 0x30, 0, 0x86, 0xdd, 0, 0, 0, 1, 0, 0,
			  0, 2, IPV6(12, 17), UDP_DATAGRAM };
static const u8 ipip[] = { IPV4(72, 41), IPV6(12, 17), UDP_DATAGRAM };
static const u8 part4[] = { 0x45, 0, 0, 28, 0, 1, 0x20, 0, 64, 17, 0, 0,
			    1, 2, 3, 4, 5, 6, 7, 8, UDP_TO(53, 8) };
static const u8 part6[] = { IPV6(16, 44), 17, 0, 0, 1, 9, 9, 9, 9,
			    UDP_TO(53, 8) };
static const u8 short_header[] = { 0x44, 0, 0, 20, 0, 1, 0, 0, 64, 17, 0, 0,
				   1, 2, 3, 4, 5, 6, 7, 8 };
static const u8 short_udp[] = { IPV4(28, 17), UDP_TO(53, 7) };
static const u8 long_udp[] = { IPV4(28, 17), UDP_TO(53, 9) };
static const u8 ping[] = { IPV4(28, 1), 8, 0, 0xf7, 0xff, 0, 0, 0, 0 };
static const u8 jumbo[] = { IPV6(0, 0), 17, 0, 0xc2, 4, 0, 1, 0, 0 };

struct parse_case {
	const char *desc;
	const u8 *bytes;
	u32 len;
	u16 type;
	enum xcf_kind kind;
	unsigned int layers;
	/* of the innermost */
	u32 at;
	u32 covers;
	u16 checksum;
};

#define FRAME(bytes) bytes, sizeof(bytes)

static const struct parse_case parse_cases[] = {
	{ "tcp", FRAME(tcp4), ETH_P_IP, XCF_SUMMED, 1, 20, 32, 0x37a6 },
	{ "udp over ipv6", FRAME(udp6), ETH_P_IPV6, XCF_SUMMED, 1, 40, 12, 0x7ed5 },
	{ "padding", FRAME(udp6_padded), ETH_P_IPV6, XCF_SUMMED, 1, 40, 12, 0x7ed5 },
	{ "two tags", FRAME(tagged), ETH_P_8021AD, XCF_SUMMED, 1, 48, 12, 0x7ed5 },
	{ "atomic fragment", FRAME(atomic6), ETH_P_IPV6, XCF_SUMMED, 1, 48, 12, 0x7ed5 },
	{ "vxlan", FRAME(vxlan), ETH_P_IP, XCF_SUMMED, 2, 70, 32, 0x37a6 },
	{ "gre", FRAME(gre), ETH_P_IP, XCF_SUMMED, 1, 72, 12, 0x7ed5 },
	{ "ip in ip", FRAME(ipip), ETH_P_IP, XCF_SUMMED, 1, 60, 12, 0x7ed5 },
	{ "fragment", FRAME(part4), ETH_P_IP, XCF_FRAGMENT },
	{ "fragment of ipv6", FRAME(part6), ETH_P_IPV6, XCF_FRAGMENT },
	{ "header length", FRAME(short_header), ETH_P_IP, XCF_MALFORMED },
	{ "udp length too small", FRAME(short_udp), ETH_P_IP, XCF_MALFORMED },
	{ "udp length too large", FRAME(long_udp), ETH_P_IP, XCF_TRUNCATED },
	{ "ipv6 as ipv4", FRAME(udp6), ETH_P_IP, XCF_MALFORMED },
	{ "ping", FRAME(ping), ETH_P_IP, XCF_OTHER },
	{ "jumbogram", FRAME(jumbo), ETH_P_IPV6, XCF_OTHER },
	{ "arp", FRAME(ping), ETH_P_ARP, XCF_OTHER },
	{ "nothing", NULL, 0, ETH_P_IP, XCF_TRUNCATED },
};

static void parse_case_desc(const struct parse_case *c, char *desc)
{
	strscpy(desc, c->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(parse, parse_cases, parse_case_desc);

/* In memory of its own that ends where it does, so that KASAN sees more. */
static u8 *copy_of(struct kunit *test, const u8 *bytes, u32 len)
{
	u8 *copy = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	if (len)
		memcpy(copy, bytes, len);
	return copy;
}

static __sum16 filled(const u8 *bytes, const struct xcf_layer *layer)
{
	/* Without what is in the field: 16 bits, at an even place. */
	__wsum sum = csum_partial(bytes + layer->at, layer->len, 0);

	sum = csum_sub(sum, csum_unfold(layer->value));
	return xcf_checksum(layer, sum);
}

static void parse_test(struct kunit *test)
{
	const struct parse_case *c = test->param_value;
	u8 *bytes = copy_of(test, c->bytes, c->len);
	const struct xcf_layer *layer;
	struct xcf_frame frame;
	__wsum sum;

	KUNIT_ASSERT_EQ(test, 0, xcf_parse(&frame, htons(c->type), bytes,
					   c->len, c->len));
	KUNIT_EXPECT_EQ(test, frame.kind, c->kind);
	KUNIT_ASSERT_EQ(test, frame.layers, c->layers);
	if (!c->layers) {
		KUNIT_EXPECT_EQ(test, xcf_blank_layer(&frame), -1);
		return;
	}
	layer = &frame.layer[c->layers - 1];
	KUNIT_EXPECT_EQ(test, layer->at, c->at);
	KUNIT_EXPECT_EQ(test, layer->len, c->covers);
	KUNIT_EXPECT_EQ(test, ntohs((__force __be16)layer->value), c->checksum);
	KUNIT_EXPECT_EQ(test, ntohs((__force __be16)filled(bytes, layer)),
			c->checksum);
	sum = csum_partial(bytes + layer->at, layer->len, 0);
	KUNIT_EXPECT_TRUE(test, xcf_good(layer, sum));
	KUNIT_EXPECT_FALSE(test, xcf_good(layer, csum_add(sum, (__force __wsum)1)));
}

/* Given in parts, of every length, in memory that ends with the part. */
static void parts_test(struct kunit *test)
{
	const struct parse_case *c = test->param_value;
	struct xcf_frame frame;
	u32 start, have, want;

	for (start = 0; start < c->len; start++) {
		have = start;
		do {
			u8 *bytes = copy_of(test, c->bytes, have);

			want = xcf_parse(&frame, htons(c->type), bytes, have, c->len);
			kunit_kfree(test, bytes);
			if (!want)
				break;
			KUNIT_ASSERT_GT(test, want, have);
			KUNIT_ASSERT_LE(test, want, c->len);
			have = want;
		} while (true);
		KUNIT_EXPECT_EQ(test, frame.kind, c->kind);
		KUNIT_EXPECT_EQ(test, frame.layers, c->layers);
	}
}

/* Cut off anywhere, it is never taken for a shorter packet. */
static void truncated_test(struct kunit *test)
{
	struct xcf_frame frame;
	u32 len;

	for (len = 0; len < sizeof(vxlan); len++) {
		u8 *bytes = copy_of(test, vxlan, len);

		KUNIT_EXPECT_EQ(test, 0, xcf_parse(&frame, htons(ETH_P_IP),
						   bytes, len, len));
		KUNIT_EXPECT_EQ(test, frame.kind, XCF_TRUNCATED);
		kunit_kfree(test, bytes);
	}
}

static void blank_test(struct kunit *test)
{
	u8 *bytes = copy_of(test, FRAME(vxlan));
	struct xcf_frame frame;
	__sum16 blank;

	xcf_parse(&frame, htons(ETH_P_IP), FRAME(vxlan), sizeof(vxlan));
	KUNIT_ASSERT_EQ(test, frame.layers, 2);
	KUNIT_EXPECT_TRUE(test, xcf_without(&frame.layer[0]));
	KUNIT_EXPECT_TRUE(test, xcf_good(&frame.layer[0], (__force __wsum)1));
	KUNIT_EXPECT_FALSE(test, xcf_without(&frame.layer[1]));

	/* As the kernel leaves it: the pseudo header alone. */
	blank = ~csum_tcpudp_magic(htonl(0xac16686d), htonl(0x4a7d9f67), 32,
				   IPPROTO_TCP, 0);
	memcpy(bytes + frame.layer[1].field, &blank, sizeof(blank));
	xcf_parse(&frame, htons(ETH_P_IP), bytes, sizeof(vxlan), sizeof(vxlan));
	KUNIT_EXPECT_EQ(test, (__force u16)csum_fold(frame.layer[1].pseudo),
			(u16)~(__force u16)blank);
	KUNIT_EXPECT_EQ(test, xcf_blank_layer(&frame), 1);
	KUNIT_EXPECT_EQ(test, ntohs((__force __be16)filled(bytes, &frame.layer[1])),
			0x37a6);
}

static void decide_test(struct kunit *test)
{
	struct xcf_settings set = { XCF_MODE_OFF, XCF_GSO_SEGMENT, XCF_BAD_DROP };

	KUNIT_EXPECT_EQ(test, xcf_decide(&set, XCF_CLAIM_BLANK, true), XCF_PASS);
	set.mode = XCF_MODE_COMPLETE;
	KUNIT_EXPECT_EQ(test, xcf_decide(&set, XCF_CLAIM_BLANK, false), XCF_FILL);
	KUNIT_EXPECT_EQ(test, xcf_decide(&set, XCF_CLAIM_BLANK, true), XCF_CUT);
	KUNIT_EXPECT_EQ(test, xcf_decide(&set, XCF_CLAIM_VALID, false), XCF_PASS);
	set.mode = XCF_MODE_VERIFY;
	KUNIT_EXPECT_EQ(test, xcf_decide(&set, XCF_CLAIM_VALID, false), XCF_CHECK);
	KUNIT_EXPECT_EQ(test, xcf_on_bad(&set), XCF_DROP);
}

static struct kunit_case csumfix_cases[] = {
	KUNIT_CASE_PARAM(parse_test, parse_gen_params),
	KUNIT_CASE_PARAM(parts_test, parse_gen_params),
	KUNIT_CASE(truncated_test),
	KUNIT_CASE(blank_test),
	KUNIT_CASE(decide_test),
	{}
};

static struct kunit_suite csumfix_suite = {
	.name = "csumfix",
	.test_cases = csumfix_cases,
};

kunit_test_suite(csumfix_suite);

MODULE_DESCRIPTION("KUnit suite of the xen-csumfix core");
MODULE_LICENSE("GPL");
