// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of xen-irqpool's ledger: whatever happens in whatever order, it
 * says what a list of numbers for each domain says.
 */
#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/prandom.h>
#include <linux/string.h>
#include "../drivers/irqpool/ledger.h"

#define DOMAINS 5

struct life {
	struct xip_ledger ledger;
	struct xip_account accounts[DOMAINS];
	/* The same numbers, written down by the test. */
	s64 bound[DOMAINS], others[DOMAINS], refused[DOMAINS];
};

static s64 sum(const s64 *numbers)
{
	s64 all = 0;
	int i;

	for (i = 0; i < DOMAINS; i++)
		all += numbers[i];
	return all;
}

static s64 limit(u32 number)
{
	return number == XIP_NO_LIMIT ? S64_MAX : number;
}

static void life_take(struct kunit *test, struct life *l, u32 who)
{
	struct xip_account *account = &l->accounts[who];
	s64 quota = limit(account->quota == XIP_DEFAULT_QUOTA ? l->ledger.default_quota :
			  account->quota);
	s64 channels = sum(l->bound) + sum(l->others) + l->ledger.share + 1;
	s64 descriptors = channels + l->ledger.besides[XIP_DESCRIPTORS];
	enum xip_verdict verdict = XIP_OK;

	/* The last reason that is written stands: the quota is the first to hold. */
	if (descriptors > limit(l->ledger.ceiling[XIP_DESCRIPTORS]))
		verdict = XIP_FULL_DESCRIPTORS;
	if (channels > limit(l->ledger.ceiling[XIP_CHANNELS]))
		verdict = XIP_FULL_CHANNELS;
	if (l->bound[who] + l->others[who] + 1 > quota)
		verdict = XIP_OVER_QUOTA;

	KUNIT_EXPECT_EQ(test, xip_take(&l->ledger, account), verdict);
	if (verdict == XIP_OK)
		l->bound[who]++;
	else
		l->refused[who]++;
}

static void life_step(struct kunit *test, struct life *l, struct rnd_state *random)
{
	u32 who = prandom_u32_state(random) % DOMAINS, number = prandom_u32_state(random) % 40;
	u32 any = prandom_u32_state(random) % 4 ? number : XIP_NO_LIMIT;

	switch (prandom_u32_state(random) % 16) {
	case 0:
		l->accounts[who].quota = number % 3 ? any : XIP_DEFAULT_QUOTA;
		break;
	case 1:
		l->ledger.default_quota = any;
		break;
	case 2:
		/* Three times what one may have, so that both kinds of limits are met. */
		if (any != XIP_NO_LIMIT)
			any *= 3;
		l->ledger.ceiling[number % XIP_CEILINGS] = any;
		break;
	case 3:
		l->ledger.share = number / 4;
		l->ledger.besides[XIP_DESCRIPTORS] = number / 2;
		break;
	case 4:
		xip_found(&l->ledger, &l->accounts[who], number / 2);
		l->others[who] = max_t(s64, 0, number / 2 - l->bound[who]);
		break;
	case 5: case 6: case 7: case 8: case 9:
		KUNIT_EXPECT_EQ(test, xip_give_back(&l->ledger, &l->accounts[who]),
				l->bound[who] > 0);
		l->bound[who] -= l->bound[who] > 0;
		break;
	default:
		life_take(test, l, who);
	}
}

static void ledger_random_test(struct kunit *test)
{
	struct life *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	unsigned int seed, step, i;
	struct rnd_state random;

	KUNIT_ASSERT_NOT_NULL(test, l);
	for (seed = 1; seed <= 20; seed++) {
		memset(l, 0, sizeof(*l));
		memset32(l->ledger.ceiling, XIP_NO_LIMIT, XIP_CEILINGS);
		prandom_seed_state(&random, seed);
		for (step = 0; step < 2000; step++) {
			life_step(test, l, &random);
			for (i = 0; i < DOMAINS; i++) {
				KUNIT_ASSERT_EQ_MSG(test, l->accounts[i].bound, l->bound[i],
						    "seed %u step %u", seed, step);
				KUNIT_ASSERT_EQ_MSG(test, l->accounts[i].others, l->others[i],
						    "seed %u step %u", seed, step);
				KUNIT_ASSERT_EQ_MSG(test, l->accounts[i].refused, l->refused[i],
						    "seed %u step %u", seed, step);
			}
			KUNIT_ASSERT_EQ_MSG(test, l->ledger.bound, sum(l->bound),
					    "seed %u step %u", seed, step);
			KUNIT_ASSERT_EQ_MSG(test, l->ledger.others, sum(l->others),
					    "seed %u step %u", seed, step);
			KUNIT_ASSERT_EQ_MSG(test, l->ledger.refused, sum(l->refused),
					    "seed %u step %u", seed, step);
		}
	}
}

static struct kunit_case irqpool_life_cases[] = {
	KUNIT_CASE(ledger_random_test),
	{}
};

static struct kunit_suite irqpool_life_suite = {
	.name = "irqpool-life",
	.test_cases = irqpool_life_cases,
};

kunit_test_suite(irqpool_life_suite);
