/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many interrupt descriptors a kernel can have that does not say so itself.
 * No kernel has a header of this name.
 *
 * Before 6.5 they are in a bitmap of IRQ_BITMAP_BITS, which kernel/irq/
 * keeps to itself (internals.h); since then they are in a maple tree.
 */
#ifndef _COMPAT_LINUX_IRQDESCMAX_H
#define _COMPAT_LINUX_IRQDESCMAX_H

#include <linux/irqnr.h>
#include <linux/limits.h>
#include <linux/version.h>
#include <asm/irq_vectors.h>

#if KERNEL_VERSION(6, 5, 0) > LINUX_VERSION_CODE
#define IRQ_DESCRIPTORS_MAX	(NR_IRQS + 8196)
#else
#define IRQ_DESCRIPTORS_MAX	INT_MAX
#endif

#endif
