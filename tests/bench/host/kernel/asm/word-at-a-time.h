// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel reads up to seven bytes beyond the end; the bench leaves room for them.
#pragma once

#include <string.h>

static inline unsigned long load_unaligned_zeropad(const void* addr) {
    unsigned long word;
    memcpy(&word, addr, sizeof(word));
    return word;
}
