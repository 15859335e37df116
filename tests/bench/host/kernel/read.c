// SPDX-License-Identifier: GPL-2.0-or-later
// A plain read: every word of eight bytes once, with no more done than keeps
// the compiler from leaving it out. No vectors: the kernel's code has none.
#include <linux/types.h>

__u64 read_plainly(const void *bytes, __u64 n);

__u64 read_plainly(const void *bytes, __u64 n)
{
	const volatile __u64 *word = bytes, *end = word + n / 8 / 8 * 8;
	__u64 last = 0;

	for (; word < end; word += 8) {
		last = word[0];
		last = word[1];
		last = word[2];
		last = word[3];
		last = word[4];
		last = word[5];
		last = word[6];
		last = word[7];
	}
	return last;
}
