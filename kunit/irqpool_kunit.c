// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of xen-irqpool's core: the same files as the module, as the
 * kernel's compiler and flags build them. The host's tests hold them against
 * models.
 */
#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/module.h>
#include "../drivers/irqpool/alarm.h"
#include "../drivers/irqpool/forecast.h"
#include "../drivers/irqpool/ledger.h"
#include "../drivers/irqpool/marks.h"

#define NONE XIP_NO_LIMIT

struct take_case {
	const char *desc;
	/* Of the domain: bound, others and quota. */
	u32 bound, others, quota;
	u32 default_quota;
	/* Of dom0: both ceilings, what is besides channels, and the share. */
	u32 channels, descriptors, besides, share;
	enum xip_verdict verdict;
};

static const struct take_case take_cases[] = {
	{ "no limits", 7, 7, NONE, NONE, NONE, NONE, 7, 7, XIP_OK },
	{ "last of the quota", 5, 4, 10, 0, NONE, NONE, 0, 0, XIP_OK },
	{ "quota reached", 6, 4, 10, NONE, NONE, NONE, 0, 0, XIP_OVER_QUOTA },
	{ "quota lowered below use", 60, 40, 10, NONE, NONE, NONE, 0, 0, XIP_OVER_QUOTA },
	{ "quota of nothing", 0, 0, 0, NONE, NONE, NONE, 0, 0, XIP_OVER_QUOTA },
	{ "last of the default", 5, 4, XIP_DEFAULT_QUOTA, 10, NONE, NONE, 0, 0, XIP_OK },
	{ "default reached", 5, 5, XIP_DEFAULT_QUOTA, 10, NONE, NONE, 0, 0, XIP_OVER_QUOTA },
	{ "no limit, whatever the default", 9, 9, NONE, 0, NONE, NONE, 0, 0, XIP_OK },
	{ "last channel", 50, 49, NONE, 0, 100, NONE, 0, 0, XIP_OK },
	{ "no channel", 50, 50, NONE, 0, 100, NONE, 0, 0, XIP_FULL_CHANNELS },
	{ "last channel before the share", 5, 4, NONE, 0, 100, NONE, 0, 90, XIP_OK },
	{ "channels into the share", 5, 5, NONE, 0, 100, NONE, 0, 90, XIP_FULL_CHANNELS },
	{ "share of all channels", 0, 0, NONE, 0, 100, NONE, 0, 100, XIP_FULL_CHANNELS },
	{ "share of more than all", 0, 0, NONE, 0, 100, NONE, 0, U32_MAX, XIP_FULL_CHANNELS },
	{ "last descriptor", 5, 4, NONE, 0, NONE, 100, 80, 10, XIP_OK },
	{ "descriptors into the share", 5, 5, NONE, 0, NONE, 100, 80, 10,
	  XIP_FULL_DESCRIPTORS },
	{ "besides is of no channel", 5, 4, NONE, 0, 100, NONE, 500, 90, XIP_OK },
	{ "quota before ceilings", 5, 5, 10, 0, 10, 10, 0, 0, XIP_OVER_QUOTA },
	{ "channels before descriptors", 5, 5, 11, 0, 10, 10, 0, 0, XIP_FULL_CHANNELS },
	{ "sum overflows", 5, 5, NONE, 0, NONE, 100, U32_MAX, 0, XIP_FULL_DESCRIPTORS },
	{ "cannot be counted", U32_MAX, 0, NONE, 0, NONE, NONE, 0, 0, XIP_FULL_CHANNELS },
};

static void take_case_desc(const struct take_case *c, char *desc)
{
	strscpy(desc, c->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(take, take_cases, take_case_desc);

static void ledger_take_test(struct kunit *test)
{
	const struct take_case *c = test->param_value;
	struct xip_account account = { .quota = c->quota };
	struct xip_ledger ledger = {
		.ceiling = { c->channels, c->descriptors },
		.besides = { 0, c->besides },
		.share = c->share,
		.default_quota = c->default_quota,
	};
	bool ok = c->verdict == XIP_OK;

	xip_bound_before(&ledger, &account, c->bound);
	xip_found(&ledger, &account, c->bound + c->others);
	KUNIT_EXPECT_EQ(test, xip_take(&ledger, &account), c->verdict);
	KUNIT_EXPECT_EQ(test, account.bound, c->bound + ok);
	KUNIT_EXPECT_EQ(test, account.others, c->others);
	KUNIT_EXPECT_EQ(test, account.refused, !ok);
	KUNIT_EXPECT_EQ(test, ledger.bound, account.bound);
	KUNIT_EXPECT_EQ(test, ledger.others, account.others);
	KUNIT_EXPECT_EQ(test, ledger.refused, account.refused);
}

static void ledger_census_test(struct kunit *test)
{
	struct xip_account a = { .quota = NONE }, b = { .quota = NONE };
	struct xip_ledger ledger = { .ceiling = { NONE, NONE } };

	xip_bound_before(&ledger, &a, 5);
	xip_found(&ledger, &a, 8);
	xip_found(&ledger, &b, 4);
	KUNIT_EXPECT_EQ(test, a.others, 3);
	KUNIT_EXPECT_EQ(test, b.others, 4);
	KUNIT_EXPECT_EQ(test, ledger.others, 7);
	KUNIT_EXPECT_EQ(test, xip_used(&ledger, XIP_CHANNELS), 12);
	/* One is being unbound, and the next census comes too early. */
	xip_found(&ledger, &a, 4);
	KUNIT_EXPECT_EQ(test, a.others, 0);
	KUNIT_EXPECT_EQ(test, ledger.others, 4);
	KUNIT_EXPECT_EQ(test, xip_used_by(&a), 5);
	/* Those of no backend are not a backend's to give. */
	KUNIT_EXPECT_FALSE(test, xip_give_back(&ledger, &b));
	KUNIT_EXPECT_EQ(test, ledger.bound, 5);
}

struct marks_case {
	u32 used, min, max, low, high;
};

static const struct marks_case marks_cases[] = {
	{ 0, 64, 1024, 32, 64 },
	{ 520, 64, 1024, 33, 65 },
	{ 131071, 64, 1024, 512, 1024 },
	{ 100000, 64, 10, 5, 10 },
	{ 100000, 64, 0, 0, 0 },
	{ 0, 0, 1024, 0, 0 },
	{ 8, 0, 1024, 1, 1 },
	{ 24, 0, 1024, 2, 3 },
	{ 0, U32_MAX, U32_MAX, 1U << 31, U32_MAX },
};

static void marks_case_desc(const struct marks_case *c, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u used, %u to %u", c->used, c->min, c->max);
}

KUNIT_ARRAY_PARAM(marks, marks_cases, marks_case_desc);

static void marks_test(struct kunit *test)
{
	const struct marks_case *c = test->param_value;
	struct xip_marks marks = xip_marks_for(c->used, c->min, c->max);
	u64 most = (u64)c->high + c->high / 4;

	KUNIT_EXPECT_EQ(test, marks.low, c->low);
	KUNIT_EXPECT_EQ(test, marks.high, c->high);
	KUNIT_EXPECT_EQ(test, xip_marks_want(marks, 0), (s64)c->high);
	KUNIT_EXPECT_EQ(test, xip_marks_want(marks, c->low), 0);
	KUNIT_EXPECT_EQ(test, xip_marks_want(marks, c->high), 0);
	if (c->low > 1)
		KUNIT_EXPECT_EQ(test, xip_marks_want(marks, c->low - 1),
				(s64)c->high - c->low + 1);
	if (most < U32_MAX) {
		KUNIT_EXPECT_EQ(test, xip_marks_want(marks, most), 0);
		KUNIT_EXPECT_EQ(test, xip_marks_want(marks, most + 1),
				(s64)c->high - (s64)most - 1);
	}
}

static void alarm_test(struct kunit *test)
{
	/* What is used, in turn, and the level that it is at then, of 12548. */
	static const u32 steps[][2] = {
		{ 0, 0 }, { 9410, 0 }, { 9411, 75 }, { 8784, 75 }, { 9411, 75 },
		{ 8783, 0 }, { 11293, 75 }, { 11294, 90 }, { 10666, 90 }, { 10665, 75 },
		{ 12547, 90 }, { 12548, 100 }, { 11921, 100 }, { 11920, 90 }, { U32_MAX, 100 },
		{ 8784, 75 }, { 12548, 100 }, { 0, 0 },
	};
	unsigned int level = 0, i;

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		level = xip_alarm(level, steps[i][0], 12548);
		KUNIT_EXPECT_EQ_MSG(test, level, steps[i][1], "step %u", i);
	}
	KUNIT_EXPECT_EQ(test, xip_alarm(100, U32_MAX - 1, NONE), 0);
	KUNIT_EXPECT_EQ(test, xip_alarm(0, U32_MAX - 1, U32_MAX - 1), 100);
	KUNIT_EXPECT_EQ(test, xip_alarm(0, 1U << 31, U32_MAX - 1), 0);
}

struct forecast_case {
	u32 used, channels, descriptors, share;
	u32 guests, have;
	enum xip_ceiling first;
	u32 fit;
};

static const struct forecast_case forecast_cases[] = {
	{ 1000, 4095, NONE, 95, 100, 1000, XIP_CHANNELS, 300 },
	{ 0, 131071, 12548, 128, 10, 200, XIP_DESCRIPTORS, 621 },
	{ 0, 29, NONE, 0, 1, 10, XIP_CHANNELS, 2 },
	{ 0, 9, NONE, 0, 3, 10, XIP_CHANNELS, 2 },
	{ 0, 10, NONE, 0, 3, 10, XIP_CHANNELS, 3 },
	{ 0, NONE, NONE, 10, 3, 10, XIP_CHANNELS, NONE },
	{ 9, 100, 90, 0, 0, 0, XIP_DESCRIPTORS, NONE },
	{ 70, 100, 90, 50, 1, 10, XIP_DESCRIPTORS, 0 },
	{ 200, 100, NONE, U32_MAX, U32_MAX, 1, XIP_CHANNELS, 0 },
	{ 0, U32_MAX - 1, NONE, 0, U32_MAX, 1, XIP_CHANNELS, XIP_NUMBER_MAX },
};

static void forecast_case_desc(const struct forecast_case *c, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u of %u and %u, %u kept, %u guests with %u",
		  c->used, c->channels, c->descriptors, c->share, c->guests, c->have);
}

KUNIT_ARRAY_PARAM(forecast, forecast_cases, forecast_case_desc);

static void forecast_test(struct kunit *test)
{
	const struct forecast_case *c = test->param_value;
	struct xip_ledger ledger = {
		.others = c->used,
		.ceiling = { c->channels, c->descriptors },
		.share = c->share,
	};
	struct xip_forecast forecast = xip_forecast(&ledger, c->guests, c->have);

	KUNIT_EXPECT_EQ(test, forecast.first, c->first);
	KUNIT_EXPECT_EQ(test, forecast.guests, c->fit);
}

static struct kunit_case irqpool_cases[] = {
	KUNIT_CASE_PARAM(ledger_take_test, take_gen_params),
	KUNIT_CASE(ledger_census_test),
	KUNIT_CASE_PARAM(marks_test, marks_gen_params),
	KUNIT_CASE(alarm_test),
	KUNIT_CASE_PARAM(forecast_test, forecast_gen_params),
	{}
};

static struct kunit_suite irqpool_suite = {
	.name = "irqpool",
	.test_cases = irqpool_cases,
};

kunit_test_suite(irqpool_suite);

MODULE_DESCRIPTION("KUnit suite of xen-irqpool's core");
MODULE_LICENSE("GPL");
