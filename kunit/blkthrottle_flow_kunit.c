// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of a domain's flow: two levels, order, fairness and that nobody
 * starves, as the kernel's compiler and flags build it.
 */
#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/prandom.h>
#include <linux/time64.h>
#include "../drivers/blkthrottle/flow.h"
#include "../drivers/blkthrottle/knobs.h"

#define FLOW_RINGS 4
#define FLOW_DISKS 2

/* A request that waits, or one that is free for the next. */
struct flow_slot {
	struct xbt_req req;
	u64 number;
	bool used;
};

struct flow_run {
	struct xbt_flow flow;
	struct xbt_disk disk[FLOW_DISKS];
	struct xbt_ring ring[FLOW_RINGS];
	struct flow_slot slot[64];
	u64 now;
	u64 wait;
	u64 came;
	u64 left;
	/* By ring and direction: the number of the last that left. */
	u64 last[FLOW_RINGS][XBT_DIRS];
	u64 bytes[FLOW_RINGS][XBT_DIRS];
};

static struct flow_run *flow_begin(struct kunit *test)
{
	struct flow_run *run = kunit_kzalloc(test, sizeof(*run), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, run);
	run->wait = U64_MAX;
	xbt_flow_init(&run->flow);
	for (i = 0; i < FLOW_DISKS; i++)
		xbt_disk_init(&run->disk[i]);
	for (i = 0; i < FLOW_RINGS; i++)
		run->ring[i].disk = &run->disk[i % FLOW_DISKS];
	return run;
}

static void flow_left(struct kunit *test, struct flow_run *run, struct flow_slot *slot,
		      struct xbt_ring *ring)
{
	int i = ring - run->ring;

	KUNIT_EXPECT_TRUE(test, slot->used);
	KUNIT_EXPECT_GT(test, slot->number, run->last[i][slot->req.dir]);
	run->last[i][slot->req.dir] = slot->number;
	run->bytes[i][slot->req.dir] += slot->req.bytes;
	run->left++;
	slot->used = false;
}

static void flow_serve(struct kunit *test, struct flow_run *run)
{
	struct xbt_ring *ring;
	struct xbt_req *req;

	while ((req = xbt_flow_next(&run->flow, run->now, &ring, &run->wait)))
		flow_left(test, run, container_of(req, struct flow_slot, req), ring);
}

/* A request comes, if there is room for it; returns whether it waits. */
static bool flow_come(struct kunit *test, struct flow_run *run, int ring, int dir,
		      u64 bytes)
{
	struct flow_slot *slot = run->slot;

	while (slot->used)
		if (++slot == run->slot + ARRAY_SIZE(run->slot))
			return true;
	*slot = (struct flow_slot){
		.req = { .dir = dir, .bytes = bytes }, .number = ++run->came, .used = true,
	};
	if (xbt_flow_ask(&run->flow, &run->ring[ring], &slot->req, run->now) == XBT_GO)
		flow_left(test, run, slot, &run->ring[ring]);
	flow_serve(test, run);
	return slot->used;
}

/* Until @end, with somebody waiting in each line: @bytes of each, 0 for none. */
static void flow_drive(struct kunit *test, struct flow_run *run, u64 end,
		       const u64 bytes[FLOW_RINGS][XBT_DIRS])
{
	int ring, dir;

	while (run->now < end) {
		for (ring = 0; ring < FLOW_RINGS; ring++)
			for (dir = 0; dir < XBT_DIRS; dir++)
				while (bytes[ring][dir] && !run->ring[ring].held[dir].head)
					flow_come(test, run, ring, dir, bytes[ring][dir]);
		flow_serve(test, run);
		KUNIT_ASSERT_NE(test, run->wait, U64_MAX);
		KUNIT_ASSERT_GT(test, run->wait, 0);
		run->now += run->wait;
		flow_serve(test, run);
	}
}

static void flow_both_levels_test(struct kunit *test)
{
	static const u64 bytes[FLOW_RINGS][XBT_DIRS] = {
		{ 4096, 65536 }, { 4096, 65536 }, { 0, 4096 },
	};
	struct flow_run *run = flow_begin(test);
	u64 total = 0, of_disk;
	int i;

	xbt_knob_set(&run->flow.limits, XBT_KNOB_total_bps, 10000000, 0);
	xbt_knob_set(&run->disk[0].limits, XBT_KNOB_total_bps, 3000000, 0);
	flow_drive(test, run, 20 * NSEC_PER_SEC, bytes);
	for (i = 0; i < FLOW_RINGS; i++)
		total += run->bytes[i][XBT_READ] + run->bytes[i][XBT_WRITE];
	of_disk = total - run->bytes[1][XBT_READ] - run->bytes[1][XBT_WRITE];
	/* One request, or the depth, above or below; and 0.2 s of driving on. */
	KUNIT_EXPECT_LE(test, total, 202 * 1000000ULL + (1 << 20));
	KUNIT_EXPECT_GE(test, total + (1 << 20), 200 * 1000000ULL);
	/* What flows into its bucket while the other disk has its turn may be lost. */
	KUNIT_EXPECT_LE(test, of_disk, 61 * 1000000ULL);
	KUNIT_EXPECT_GE(test, of_disk, 48 * 1000000ULL);
}

static void flow_fairness_test(struct kunit *test)
{
	static const u64 bytes[FLOW_RINGS][XBT_DIRS] = { { 0, 4096 }, { 0, 1 << 20 } };
	struct flow_run *run = flow_begin(test);

	xbt_knob_set(&run->flow.limits, XBT_KNOB_write_bps, 10000000, 0);
	flow_drive(test, run, 60 * NSEC_PER_SEC, bytes);
	/* Equal bytes: no more than two of the large ones apart. */
	KUNIT_EXPECT_LE(test, run->bytes[0][XBT_WRITE], run->bytes[1][XBT_WRITE] + (2 << 20));
	KUNIT_EXPECT_LE(test, run->bytes[1][XBT_WRITE], run->bytes[0][XBT_WRITE] + (2 << 20));
}

static void flow_starvation_test(struct kunit *test)
{
	/* Reads of its disk drain its disk's total, another disk the domain's writes. */
	static const u64 bytes[FLOW_RINGS][XBT_DIRS] = { { 4096, 1 << 20 }, { 0, 4096 } };
	struct flow_run *run = flow_begin(test);

	xbt_knob_set(&run->flow.limits, XBT_KNOB_write_bps, 10000000, 0);
	xbt_knob_set(&run->disk[0].limits, XBT_KNOB_total_bps, 7300001, 0);
	flow_drive(test, run, 20 * NSEC_PER_SEC, bytes);
	KUNIT_EXPECT_GE(test, run->bytes[0][XBT_WRITE], 20ULL << 20);
	KUNIT_EXPECT_GE(test, run->bytes[0][XBT_READ], 100 * 4096ULL);
	KUNIT_EXPECT_GE(test, run->bytes[1][XBT_WRITE], 100 * 4096ULL);
}

static void flow_random_test(struct kunit *test)
{
	static const u64 values[] = {
		0, 1, 50, 4096, 1000000, XBT_SIZE_MAX, XBT_RATE_MAX, XBT_MAX,
	};
	struct flow_run *run = flow_begin(test);
	struct xbt_limits *level[] = {
		&run->flow.limits, &run->disk[0].limits, &run->disk[1].limits,
	};
	struct rnd_state rnd;
	struct xbt_req *req;
	unsigned int i, l, knob;
	u64 value;

	prandom_seed_state(&rnd, 3);
	for (i = 0; i < 20000; i++) {
		switch (prandom_u32_state(&rnd) % 16) {
		case 0:
			knob = prandom_u32_state(&rnd) % XBT_KNOBS;
			value = values[prandom_u32_state(&rnd) % ARRAY_SIZE(values)];
			l = prandom_u32_state(&rnd) % ARRAY_SIZE(level);
			if (xbt_knob_takes(knob, value))
				xbt_knob_set(level[l], knob, value, run->now);
			flow_serve(test, run);
			break;
		case 1:
			run->now += NSEC_PER_SEC * 86400;
			flow_serve(test, run);
			break;
		case 2 ... 5:
			if (run->wait == U64_MAX)
				break;
			KUNIT_ASSERT_GT(test, run->wait, 0);
			run->now += min_t(u64, run->wait, NSEC_PER_SEC);
			flow_serve(test, run);
			break;
		case 6:
			l = prandom_u32_state(&rnd) % FLOW_RINGS;
			while (!(prandom_u32_state(&rnd) % 4) &&
			       (req = xbt_flow_drain(&run->flow, &run->ring[l])))
				flow_left(test, run, container_of(req, struct flow_slot, req),
					  &run->ring[l]);
			flow_serve(test, run);
			break;
		default:
			flow_come(test, run, prandom_u32_state(&rnd) % FLOW_RINGS,
				  prandom_u32_state(&rnd) % XBT_DIRS,
				  prandom_u32_state(&rnd) % 4 ? 4096 : prandom_u32_state(&rnd));
		}
	}
	/* When all limits are lifted, everything leaves at once. */
	for (l = 0; l < ARRAY_SIZE(level); l++)
		for (knob = 0; knob < XBT_KNOBS; knob++)
			xbt_knob_set(level[l], knob, xbt_knob_initial(knob), run->now);
	flow_serve(test, run);
	KUNIT_EXPECT_GT(test, run->left, 500);
	KUNIT_EXPECT_EQ(test, run->left, run->came);
	KUNIT_EXPECT_EQ(test, run->wait, U64_MAX);
}

static struct kunit_case blkthrottle_flow_cases[] = {
	KUNIT_CASE(flow_both_levels_test),
	KUNIT_CASE(flow_fairness_test),
	KUNIT_CASE(flow_starvation_test),
	KUNIT_CASE(flow_random_test),
	{}
};

static struct kunit_suite blkthrottle_flow_suite = {
	.name = "blkthrottle-flow",
	.test_cases = blkthrottle_flow_cases,
};

kunit_test_suite(blkthrottle_flow_suite);
