/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gate through which the core's files include what is outside of them.
 * bucket.c, limitset.c, look.c, flow.c, knobs.c and hist.h include nothing else,
 * so that the very same files build into the module, into the KUnit suites and
 * into the host's tests.
 */
#ifndef _XBT_CORE_TYPES_H
#define _XBT_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/bits.h>
#include <linux/compiler_attributes.h>
#include <uapi/xen/blkthrottle.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xen/blkthrottle.h>
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned long u64;
#define __aligned(x) __attribute__((aligned(x)))
#define noinline __attribute__((noinline))
#define BIT(nr) (1UL << (nr))
#define U64_MAX UINT64_MAX
#define S64_MAX INT64_MAX
#endif

/* Not in every kernel: names of our own. */
typedef __int128 xbt_s128;
typedef unsigned __int128 xbt_u128;

#endif /* _XBT_CORE_TYPES_H */
