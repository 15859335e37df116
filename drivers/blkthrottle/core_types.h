/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gate through which the core's files include what is outside of them.
 * bucket.c and flow.c include nothing else, so that the very same files build
 * into the module, into the KUnit suites and into the host's tests.
 */
#ifndef _XBT_CORE_TYPES_H
#define _XBT_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef unsigned char u8;
typedef unsigned long u64;
#define U64_MAX UINT64_MAX
#define S64_MAX INT64_MAX
#endif

#endif /* _XBT_CORE_TYPES_H */
