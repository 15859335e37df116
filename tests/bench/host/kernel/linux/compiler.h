// SPDX-License-Identifier: GPL-2.0-or-later
// What csum-partial_64.c takes from the kernel's header of this name.
#pragma once

#include <linux/types.h>
typedef __u32 u32;
typedef __u64 u64;
#define __force
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
