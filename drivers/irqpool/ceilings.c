// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many event channels and interrupt descriptors there can be.
 */
#include <linux/irqdescmax.h>
#include <linux/module.h>
#include <xen/interface/event_channel.h>
#include <xen/xen-irq-reserve.h>
#include <asm/xen/hypercall.h>
#include "pool.h"

/*
 * Ports of the two-level ABI, a word of words of bits, and of the FIFO ABI, as
 * many as fit in a LINK field (both: xen/include/public/event_channel.h). Port
 * 0 is never used.
 */
#define XIP_CHANNELS_2L		(sizeof(xen_ulong_t) * 8 * sizeof(xen_ulong_t) * 8 - 1)
#define XIP_CHANNELS_FIFO	(BIT(17) - 1)

static typeof(irq_descriptors_max) *xip_descriptors_max;
static typeof(irq_set_descriptors_max) *xip_set_descriptors_max;

/*
 * Linux does not tell modules which ABI it uses. Xen does: it knows no event
 * array to expand with the one, and none at frame ~0 with the other.
 */
static bool xip_is_fifo(void)
{
	struct evtchn_expand_array expand = { .array_gfn = ~0ULL };

	return HYPERVISOR_event_channel_op(EVTCHNOP_expand_array, &expand) != -EOPNOTSUPP;
}

/**
 * xip_ceilings_begin() - find out
 */
void xip_ceilings_begin(void)
{
	xip_descriptors_max = symbol_get(irq_descriptors_max);
	xip_set_descriptors_max = symbol_get(irq_set_descriptors_max);
	mutex_lock(&xip_mutex);
	xip_pool.ledger.ceiling[XIP_CHANNELS] = xip_is_fifo() ? XIP_CHANNELS_FIFO :
								XIP_CHANNELS_2L;
	xip_ceilings_read();
	mutex_unlock(&xip_mutex);
}

/**
 * xip_ceilings_end() - the module goes
 */
void xip_ceilings_end(void)
{
	if (xip_descriptors_max)
		symbol_put(irq_descriptors_max);
	if (xip_set_descriptors_max)
		symbol_put(irq_set_descriptors_max);
}

/**
 * xip_ceilings_read() - the descriptors' ceiling may have been changed
 *
 * Context: xip_mutex held.
 */
void xip_ceilings_read(void)
{
	u32 max = xip_descriptors_max ? xip_descriptors_max() : IRQ_DESCRIPTORS_MAX;

	/* Numbers of interrupts are int: INT_MAX is no ceiling. */
	xip_pool.ledger.ceiling[XIP_DESCRIPTORS] = max < INT_MAX ? max : XIP_NO_LIMIT;
}

/**
 * xip_ceiling_set() - change the descriptors' ceiling
 * @descriptors: how many there may be
 *
 * Context: process, may sleep; no mutex held.
 * Return: 0; -EOPNOTSUPP if the kernel is not patched; -EINVAL below what is
 * used or above what it can have.
 */
int xip_ceiling_set(u32 descriptors)
{
	int err;

	if (!xip_set_descriptors_max)
		return -EOPNOTSUPP;
	err = xip_set_descriptors_max(descriptors);
	if (err && descriptors < xip_descriptors_max()) {
		/* Those that are ready may be what has the highest numbers. */
		xip_reserve_empty();
		err = xip_set_descriptors_max(descriptors);
		xip_reserve_look();
	}
	mutex_lock(&xip_mutex);
	xip_ceilings_read();
	mutex_unlock(&xip_mutex);
	return err;
}
