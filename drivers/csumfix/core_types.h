/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gate through which the core's files include what is outside of them.
 * frame.c, network.c and decide.c include nothing else, so that the very same
 * files build into the module, into the KUnit suite and into the host's tests,
 * fuzzers and benches.
 */
#ifndef _XCF_CORE_TYPES_H
#define _XCF_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/string.h>
#include <asm/byteorder.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <netinet/in.h>
#include <linux/types.h>
#include <linux/if_ether.h>
#include <asm/byteorder.h>
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
#define __force
#endif

#endif /* _XCF_CORE_TYPES_H */
