// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/xen-irqpool/, and how values are read and written there. Every
 * attribute is documented in Documentation/ABI/.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "pool.h"

struct class xip_class = {
	.name = "xen-irqpool",
};

/**
 * xip_show_number() - a number as text
 * @buf: a page
 * @number: the number; XIP_NO_LIMIT reads as "max"
 *
 * Return: bytes written.
 */
ssize_t xip_show_number(char *buf, u32 number)
{
	if (number == XIP_NO_LIMIT)
		return sysfs_emit(buf, "max\n");
	return sysfs_emit(buf, "%u\n", number);
}

/**
 * xip_show_kinds() - channels by kind as text, without those there are none of
 * @buf: a page
 * @kinds: the numbers
 *
 * Return: bytes written.
 */
ssize_t xip_show_kinds(char *buf, const u32 *kinds)
{
	unsigned int kind;
	int at = 0;

	for (kind = 0; kind < XIP_KINDS; kind++)
		if (kinds[kind])
			at += sysfs_emit_at(buf, at, "%s %u\n", xip_kind_names[kind],
					    kinds[kind]);
	return at;
}

/**
 * xip_parse_number() - a number or a word
 * @text: what was written
 * @word: the word that is taken besides numbers, or NULL
 * @meaning: what it means
 * @number: where the result goes
 *
 * Return: 0, or -EINVAL.
 */
int xip_parse_number(const char *text, const char *word, u32 meaning, u32 *number)
{
	u32 value;

	if (word && sysfs_streq(text, word)) {
		*number = meaning;
		return 0;
	}
	/* kstrtou32() would take a sign. */
	if (!isdigit(text[0]) || kstrtou32(text, 10, &value) || value > XIP_NUMBER_MAX)
		return -EINVAL;
	*number = value;
	return 0;
}
