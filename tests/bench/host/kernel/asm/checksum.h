// SPDX-License-Identifier: GPL-2.0-or-later
// What csum-partial_64.c takes from the kernel's header of this name.
#pragma once

#include <linux/compiler.h>

static inline u32 ror32(u32 word, unsigned int by) {
    return (word >> (by & 31)) | (word << (-by & 31));
}

static inline u64 ror64(u64 word, unsigned int by) {
    return (word >> (by & 63)) | (word << (-by & 63));
}

static inline unsigned add32_with_carry(unsigned a, unsigned b) {
    const unsigned sum = a + b;
    return sum + (sum < a);
}

// Only for ip_compute_csum(), which nobody calls here.
static inline __sum16 csum_fold(__wsum sum) {
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (__sum16)~sum;
}
