/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gate through which the core's files include what is outside of them.
 * ledger.c, marks.c, alarm.c, forecast.c and kinds.c include nothing else, so that the
 * very same files build into the module, into the KUnit suite and into the
 * host's tests.
 */
#ifndef _XIP_CORE_TYPES_H
#define _XIP_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/limits.h>
#include <uapi/xen/irqpool.h>
#else
#include <stdbool.h>
#include <stdint.h>
#include <xen/irqpool.h>
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;
#define U32_MAX UINT32_MAX
#endif

#endif /* _XIP_CORE_TYPES_H */
