// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a knob as text, for sysfs and for parameters.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "knobs.h"

/*
 * The word for a value that is no amount: "max" for a rate, "auto" for a burst;
 * the size is a number always.
 */
static const char *xbt_knob_word(unsigned int knob, u64 *value)
{
	*value = xbt_knob_initial(knob);
	if (*value == XBT_MAX)
		return "max";
	return knob == XBT_KNOB_iops_size ? NULL : "auto";
}

/**
 * xbt_knob_parse() - read a value
 * @knob: which knob
 * @text: its word or a plain decimal integer; a newline at the end is passed
 *	over
 * @value: where to put it
 *
 * Return: 0, or -EINVAL, and then @value is as it was.
 */
int xbt_knob_parse(unsigned int knob, const char *text, u64 *value)
{
	u64 special, number;
	const char *word = xbt_knob_word(knob, &special);

	if (word && sysfs_streq(text, word)) {
		*value = special;
		return 0;
	}

	/* kstrtou64() would take a sign; one value has one text. */
	if (!isdigit(text[0]) || kstrtou64(text, 10, &number) ||
	    !xbt_knob_takes(knob, number) || (word && number == special))
		return -EINVAL;

	*value = number;
	return 0;
}

/**
 * xbt_knob_print() - write a value as xbt_knob_parse() reads it
 * @buf: a page, of sysfs or of a parameter
 * @knob: which knob
 * @value: its value
 *
 * Return: bytes written.
 */
int xbt_knob_print(char *buf, unsigned int knob, u64 value)
{
	u64 special;
	const char *word = xbt_knob_word(knob, &special);

	if (word && value == special)
		return sysfs_emit(buf, "%s\n", word);
	return sysfs_emit(buf, "%llu\n", value);
}
