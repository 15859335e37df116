// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of the throttle's core: the arithmetic as the kernel's compiler
 * and flags build it. The host's tests hold the same files against an oracle.
 */
#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/time64.h>
#include "../drivers/blkthrottle/flow.h"
#include "../drivers/blkthrottle/knobs.h"

struct wait_case {
	const char *desc;
	u64 rate;
	u64 taken;
	u64 cost;
	u64 wait;
};

/* What a full bucket of @rate makes a request wait after @taken have left. */
static const struct wait_case wait_cases[] = {
	{ "nothing taken", 1000, 0, 1, 0 },
	{ "zero cost in debt", 1, 1000, 0, 0 },
	{ "one a second", 1, 1, 1, NSEC_PER_SEC },
	{ "one a second, in debt by 9", 1, 10, 1, 10 * NSEC_PER_SEC },
	{ "200 a second: depth 3, empty", 200, 3, 1, 5 * NSEC_PER_MSEC },
	{ "200 a second: one left", 200, 2, 1, 0 },
	{ "a third of a second rounds up", 3, 1, 1, 333333334 },
	{ "4 MB/s: 4 KiB more than there is", 4000000, 62500, 4096, 1024000 },
	{ "4 MB/s: larger than the depth", 4000000, 62500, 1 << 20, 15625000 },
	{ "1 TB/s: a byte more than there is", 1000000000000, 15625000000, 1, 1 },
	{ "1 TB/s: 1 MiB more than there is", 1000000000000, 15625000000,
	  1 << 20, 1048576 / 1000 + 1 },
	{ "highest rate", XBT_RATE_MAX, XBT_RATE_MAX >> 6, 1, 1 },
	{ "a wait of years is named in parts", 1, 1ULL << 40, 1, XBT_WAIT_MAX },
	{ "largest debt", 1, XBT_RATE_MAX, XBT_RATE_MAX, XBT_WAIT_MAX },
};

static void wait_case_desc(const struct wait_case *c, char *desc)
{
	strscpy(desc, c->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(wait, wait_cases, wait_case_desc);

static void bucket_wait_test(struct kunit *test)
{
	const struct wait_case *c = test->param_value;
	struct xbt_bucket b;
	u64 now = 1000, wait;

	xbt_bucket_init(&b);
	xbt_bucket_set_rate(&b, c->rate, now);
	xbt_bucket_take(&b, c->taken);

	wait = xbt_bucket_wait(&b, c->cost, now);
	KUNIT_EXPECT_EQ(test, wait, c->wait);
	if (!wait || wait == XBT_WAIT_MAX)
		return;
	KUNIT_EXPECT_FALSE(test, xbt_bucket_has(&b, c->cost, now + wait - 1));
	KUNIT_EXPECT_TRUE(test, xbt_bucket_has(&b, c->cost, now + wait));
}

static void bucket_long_run_test(struct kunit *test)
{
	const u64 rate = 1234567, cost = 4096;
	u64 now = 0, served = 0;
	struct xbt_bucket b;

	xbt_bucket_init(&b);
	xbt_bucket_set_rate(&b, rate, now);
	while (now <= 600 * NSEC_PER_SEC) {
		u64 wait = xbt_bucket_wait(&b, cost, now);

		now += wait;
		if (wait)
			continue;
		xbt_bucket_take(&b, cost);
		served += cost;
	}
	KUNIT_EXPECT_LE(test, served, 600 * rate + b.depth + cost);
	KUNIT_EXPECT_GE(test, served + cost, 600 * rate);
}

static void flow_order_test(struct kunit *test)
{
	/* write, write, barrier, read, write, all of one ring. */
	static const struct { u8 dir; bool barrier; } reqs[] = {
		{ XBT_WRITE, false }, { XBT_WRITE, false }, { XBT_WRITE, true },
		{ XBT_READ, false }, { XBT_WRITE, false },
	};
	struct xbt_req req[ARRAY_SIZE(reqs)] = {};
	struct xbt_disk disk = {};
	struct xbt_ring ring = { .disk = &disk }, *from = NULL;
	struct xbt_flow flow = {};
	u64 now = 0, wait;
	unsigned int i;

	xbt_flow_init(&flow);
	xbt_disk_init(&disk);
	xbt_knob_set(&flow.limits, XBT_KNOB_write_iops, 10, now);

	for (i = 0; i < ARRAY_SIZE(reqs); i++) {
		req[i].dir = reqs[i].dir;
		req[i].barrier = reqs[i].barrier;
		req[i].bytes = 4096;
		KUNIT_EXPECT_EQ(test, xbt_flow_ask(&flow, &ring, &req[i], now) == XBT_GO,
				i == 0);
	}
	for (i = 1; i < ARRAY_SIZE(reqs); i++) {
		struct xbt_req *next = xbt_flow_next(&flow, now, &from, &wait);

		if (!next) {
			now += wait;
			next = xbt_flow_next(&flow, now, &from, &wait);
		}
		KUNIT_ASSERT_PTR_EQ(test, next, &req[i]);
		KUNIT_EXPECT_PTR_EQ(test, from, &ring);
	}
	KUNIT_EXPECT_EQ(test, now, 3 * 100 * NSEC_PER_MSEC);
	KUNIT_EXPECT_PTR_EQ(test, xbt_flow_next(&flow, now, &from, &wait), NULL);
	KUNIT_EXPECT_EQ(test, wait, U64_MAX);
}

static void flow_drain_test(struct kunit *test)
{
	struct xbt_disk disk = {};
	struct xbt_ring ring = { .disk = &disk }, *from = NULL;
	struct xbt_req req[8] = {};
	struct xbt_flow flow = {};
	unsigned int i, drained = 0;
	u64 wait;

	xbt_flow_init(&flow);
	xbt_disk_init(&disk);
	xbt_knob_set(&disk.limits, XBT_KNOB_write_bps, 1, 0);
	for (i = 0; i < ARRAY_SIZE(req); i++) {
		req[i].dir = XBT_WRITE;
		req[i].barrier = i == 4;
		req[i].bytes = 4096;
		xbt_flow_ask(&flow, &ring, &req[i], 0);
	}
	while (xbt_flow_drain(&flow, &ring))
		drained++;
	KUNIT_EXPECT_EQ(test, drained, 7);
	KUNIT_EXPECT_PTR_EQ(test, xbt_flow_next(&flow, U64_MAX / 4, &from, &wait), NULL);
	KUNIT_EXPECT_EQ(test, wait, U64_MAX);
}

static struct kunit_case blkthrottle_core_cases[] = {
	KUNIT_CASE_PARAM(bucket_wait_test, wait_gen_params),
	KUNIT_CASE(bucket_long_run_test),
	KUNIT_CASE(flow_order_test),
	KUNIT_CASE(flow_drain_test),
	{}
};

static struct kunit_suite blkthrottle_core_suite = {
	.name = "blkthrottle-core",
	.test_cases = blkthrottle_core_cases,
};

kunit_test_suite(blkthrottle_core_suite);

MODULE_DESCRIPTION("KUnit suite of the xen-blkthrottle core");
MODULE_LICENSE("GPL");
