// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of the settings, as sysfs and the module parameters say them.
 */
#include <linux/string.h>
#include "vif.h"

#define XCF_WORD(name, word) #word,
const char * const xcf_mode_words[] = { XCF_FOR_EACH_MODE(XCF_WORD) NULL };
const char * const xcf_gso_words[] = { XCF_FOR_EACH_GSO(XCF_WORD) NULL };
const char * const xcf_bad_words[] = { XCF_FOR_EACH_BAD(XCF_WORD) NULL };

/**
 * xcf_word() - which word is it
 * @words: those there are, NULL at the end
 * @text: one of them, perhaps with a newline behind it
 *
 * Return: its place, or -EINVAL.
 */
int xcf_word(const char * const *words, const char *text)
{
	return __sysfs_match_string(words, -1, text);
}
