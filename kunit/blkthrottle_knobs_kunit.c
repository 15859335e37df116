// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of the knobs: their text form, and what requests cost.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include "../drivers/blkthrottle/knobs.h"

struct text_case {
	const char *text;
	unsigned int knob;
	int err;
	u64 value;
	/* How it is printed; NULL: as it was written, with a newline. */
	const char *print;
};

#define GOOD(_knob, _text, _value, _print) \
	{ .text = _text, .knob = XBT_KNOB_##_knob, .value = _value, .print = _print }
#define BAD(_knob, _text) \
	{ .text = _text, .knob = XBT_KNOB_##_knob, .err = -EINVAL }

static const struct text_case text_cases[] = {
	GOOD(read_bps, "max", XBT_MAX, NULL),
	GOOD(read_bps, "max\n", XBT_MAX, "max\n"),
	GOOD(read_bps, "1", 1, NULL),
	GOOD(total_iops_peak, "1000000\n", 1000000, "1000000\n"),
	GOOD(write_iops, "007", 7, "7\n"),
	GOOD(write_iops, "9223372036854775807", XBT_RATE_MAX, NULL),
	GOOD(total_bps_burst, "auto", XBT_AUTO, NULL),
	GOOD(total_bps_burst, "auto\n", XBT_AUTO, "auto\n"),
	GOOD(read_iops_burst, "9223372036854775807", XBT_RATE_MAX, NULL),
	GOOD(iops_size, "0", 0, NULL),
	GOOD(iops_size, "4294967295", XBT_SIZE_MAX, NULL),
	BAD(read_bps, ""),
	BAD(read_bps, "\n"),
	BAD(read_bps, "0"),
	BAD(read_bps, "auto"),
	BAD(read_bps, "MAX"),
	BAD(read_bps, "maximum"),
	BAD(read_bps, "max max"),
	BAD(read_bps, "-1"),
	BAD(read_bps, "+1"),
	BAD(read_bps, " 1"),
	BAD(read_bps, "1 "),
	BAD(read_bps, "1k"),
	BAD(read_bps, "0x10"),
	BAD(read_bps, "1.5"),
	BAD(read_bps, "9223372036854775808"),
	BAD(read_bps, "18446744073709551615"),
	BAD(read_bps, "18446744073709551617"),
	BAD(write_bps_burst, "max"),
	BAD(write_bps_burst, "0"),
	BAD(write_bps_burst, "9223372036854775808"),
	BAD(iops_size, "max"),
	BAD(iops_size, "auto"),
	BAD(iops_size, "4294967296"),
	BAD(iops_size, "-0"),
};

static void text_case_desc(const struct text_case *c, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u: %s", c->knob, c->text);
	strreplace(desc, '\n', '$');
}

KUNIT_ARRAY_PARAM(text, text_cases, text_case_desc);

static void knob_text_test(struct kunit *test)
{
	const struct text_case *c = test->param_value;
	char *page = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	u64 value = 4711;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, xbt_knob_parse(c->knob, c->text, &value), c->err);
	KUNIT_EXPECT_EQ(test, value, c->err ? 4711 : c->value);
	if (c->err)
		return;

	KUNIT_EXPECT_EQ(test, xbt_knob_print(page, c->knob, value), (int)strlen(page));
	if (!c->print) {
		KUNIT_EXPECT_EQ(test, page[strlen(c->text)], '\n');
		page[strlen(c->text)] = 0;
	}
	KUNIT_EXPECT_STREQ(test, page, c->print ?: c->text);
}

struct cost_case {
	u64 size;
	u64 bytes;
	u64 ios;
};

static const struct cost_case cost_cases[] = {
	{ 0, XBT_RATE_MAX, 1 },
	{ 1, 0, 1 },
	{ 1, XBT_RATE_MAX, XBT_RATE_MAX },
	{ 2, 3, 2 },
	{ 3, 9, 3 },
	{ 3, XBT_SIZE_MAX, XBT_SIZE_MAX / 3 },
	{ 4096, 4095, 1 },
	{ 4096, 4096, 1 },
	{ 4096, 4097, 2 },
	{ 4096, 1 << 20, 256 },
	{ 4096, XBT_SIZE_MAX, 1 << 20 },
	{ 4096, 1ULL << 32, 1 << 20 },
	{ 4096, XBT_RATE_MAX, 1ULL << 51 },
	{ 4095, XBT_SIZE_MAX, 1048833 },
	{ XBT_SIZE_MAX, XBT_SIZE_MAX, 1 },
	{ XBT_SIZE_MAX, XBT_SIZE_MAX + 1, 2 },
};

static void cost_case_desc(const struct cost_case *c, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "%llu bytes at %llu each", c->bytes, c->size);
}

KUNIT_ARRAY_PARAM(cost, cost_cases, cost_case_desc);

static void knob_cost_test(struct kunit *test)
{
	const struct cost_case *c = test->param_value;
	struct xbt_limits *limits = kunit_kzalloc(test, sizeof(*limits), GFP_KERNEL);
	struct xbt_cost cost;

	KUNIT_ASSERT_NOT_NULL(test, limits);
	xbt_limits_init(limits);
	xbt_knob_set(limits, XBT_KNOB_iops_size, c->size, 0);
	cost = xbt_limits_cost(limits, c->bytes);
	KUNIT_EXPECT_EQ(test, cost.bytes, c->bytes);
	KUNIT_EXPECT_EQ(test, cost.ios, c->ios);
}

static struct kunit_case blkthrottle_knobs_cases[] = {
	KUNIT_CASE_PARAM(knob_text_test, text_gen_params),
	KUNIT_CASE_PARAM(knob_cost_test, cost_gen_params),
	{}
};

static struct kunit_suite blkthrottle_knobs_suite = {
	.name = "blkthrottle-knobs",
	.test_cases = blkthrottle_knobs_cases,
};

kunit_test_suite(blkthrottle_knobs_suite);
