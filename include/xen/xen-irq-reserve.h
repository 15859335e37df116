/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's reserve of irq descriptors, and the number of them that there
 * can be, where its built-in code is patched for that.
 *
 * A kernel without the patches has none of this, so call nothing here by its
 * name: take it with symbol_get(), and do without where that gives NULL.
 */
#ifndef _XEN_IRQ_RESERVE_H
#define _XEN_IRQ_RESERVE_H

#include <linux/types.h>
/* A patched kernel declares all of it; the compiler compares. */
#include <xen/events.h>

#ifndef XEN_IRQ_RESERVE
/**
 * struct xen_irq_reserve_user - who fills the reserve
 * @low: told how many are ready whenever a bind took one, or found none that it
 *	may take. The caller holds the mutex of all binds, so this must not
 *	sleep and must not call anything here; it may queue work
 */
struct xen_irq_reserve_user {
	void (*low)(unsigned int ready);
};

/**
 * struct xen_irq_reserve_state - the reserve, and what became of binds
 * @ready: the descriptors that are ready now
 * @taken: binds that were served by a ready one
 * @missed: binds that found none that they may take, and went to the allocator.
 *	They may have failed or not
 * @failed: binds that failed because there was no descriptor, or no memory for
 *	what belongs to their port. Counted with nobody attached, too
 *
 * The counts are since boot; who attaches does not reset them.
 */
struct xen_irq_reserve_state {
	u32 ready;
	u64 taken;
	u64 missed;
	u64 failed;
};
#endif

/**
 * xen_irq_reserve_attach - begin to fill the reserve
 * @user: stays with the reserve until it is detached
 *
 * The reserve is empty, nothing is kept, and binds are served by the allocator
 * until the first xen_irq_reserve_add().
 *
 * Return: 0, -EBUSY when somebody is attached, -ENODEV when this is not Xen.
 */
int xen_irq_reserve_attach(const struct xen_irq_reserve_user *user);

/**
 * xen_irq_reserve_detach - free what is ready and go
 * @user: what was attached; with anything else, nothing happens
 *
 * None of @user's functions runs or will run when this returns. May sleep.
 */
void xen_irq_reserve_detach(const struct xen_irq_reserve_user *user);

/**
 * xen_irq_reserve_add - make one more descriptor ready
 *
 * Allocates with GFP_KERNEL, so it may sleep for long when memory is short;
 * binds do not wait for that. It also makes sure that there is what belongs to
 * as many more ports as descriptors are ready.
 *
 * Return: 0; -ENOMEM; -ENOSPC when the numbers of descriptors are used up, see
 * irq_set_descriptors_max(); -ENODEV when nobody is attached. (6.12 has numbers
 * as long as it has memory.)
 */
int xen_irq_reserve_add(void);

/**
 * xen_irq_reserve_remove - free one ready descriptor
 *
 * It takes no notice of what is to be kept. May sleep.
 *
 * Return: whether there was one.
 */
bool xen_irq_reserve_remove(void);

/**
 * xen_irq_reserve_keep - keep some from the backends
 * @kept: so many ready ones are left alone by binds on behalf of a backend's
 *	device. Those of the toolstack (xen-evtchn), VIRQs, IPIs and frontends
 *	take the last one
 *
 * Holds for the binds that begin after it. 0 after attach.
 */
void xen_irq_reserve_keep(unsigned int kept);

/**
 * xen_irq_reserve_get - look at the reserve
 * @state: is filled in, with figures of one moment
 *
 * May sleep, and waits for a bind that is under way.
 */
void xen_irq_reserve_get(struct xen_irq_reserve_state *state);

/**
 * irq_descriptors_max - how many irq descriptors there can be
 *
 * In 6.1 alone: 6.12 has no limit.
 *
 * Return: the number from which on none is given out; NR_IRQS + 8196 after boot.
 */
unsigned int irq_descriptors_max(void);

/**
 * irq_set_descriptors_max - change how many irq descriptors there can be
 * @max: the number from which on none is given out
 *
 * In 6.1 alone.
 *
 * Return: 0, or -EINVAL when @max is 0, is more than 262,144 (or than the
 * default, where that is more), or when @max or a higher number is in use.
 */
int irq_set_descriptors_max(unsigned int max);

#endif
