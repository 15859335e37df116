// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reserve of ready descriptors, on a kernel that has one.
 *
 * Locking: the kernel's own. It may wait for a bind that waits for memory, so
 * xip_mutex is never held here while something is asked of it.
 */
#include <linux/module.h>
#include <linux/workqueue.h>
#include <xen/xen-irq-reserve.h>
#include "pool.h"

/* So many are made before it is looked again how many there are to be. */
#define XIP_RESERVE_STEP	64

/* What the kernel offers; all of it, or nothing. */
#define XIP_FOR_EACH_CALL(X)	\
	X(attach)		\
	X(detach)		\
	X(add)			\
	X(remove)		\
	X(keep)			\
	X(get)

#define XIP_CALL(name) typeof(xen_irq_reserve_##name) *name;
static struct {
	XIP_FOR_EACH_CALL(XIP_CALL)
} xip_kernel;

static bool xip_attached;

static void xip_reserve_work(struct work_struct *work)
{
	xip_reserve_check();
}

static DECLARE_WORK(xip_reserve_worker, xip_reserve_work);

/**
 * xip_reserve_look() - a setting has been changed: look after the reserve
 *
 * Context: any.
 */
void xip_reserve_look(void)
{
	queue_work(xip_queue, &xip_reserve_worker);
}

/*
 * The low mark of the last look. Waking the worker for nothing costs a bind more
 * than all else that the reserve does.
 */
static u32 xip_reserve_low_mark;

static void xip_reserve_low(unsigned int ready)
{
	if (ready < READ_ONCE(xip_reserve_low_mark))
		queue_work(xip_queue, &xip_reserve_worker);
}

static const struct xen_irq_reserve_user xip_user = {
	.low = xip_reserve_low,
};

/**
 * xip_reserve_there() - has the kernel a reserve?
 *
 * Return: true if it has the built-in patches.
 */
bool xip_reserve_there(void)
{
	return xip_attached;
}

/**
 * xip_reserve_begin() - look for the kernel's reserve, and take it over
 */
void xip_reserve_begin(void)
{
	bool all = true;

#define XIP_CALL_GET(name)					\
	xip_kernel.name = symbol_get(xen_irq_reserve_##name);	\
	all = all && xip_kernel.name;
	XIP_FOR_EACH_CALL(XIP_CALL_GET)

	xip_attached = all && !xip_kernel.attach(&xip_user);
}

/**
 * xip_reserve_end() - give it back; what is ready is freed
 *
 * Context: process, may sleep; no census is taken any more.
 */
void xip_reserve_end(void)
{
	if (xip_attached)
		xip_kernel.detach(&xip_user);
	cancel_work_sync(&xip_reserve_worker);
	xip_attached = false;

#define XIP_CALL_PUT(name)			\
	if (xip_kernel.name)			\
		symbol_put(xen_irq_reserve_##name);
	XIP_FOR_EACH_CALL(XIP_CALL_PUT)
}

/**
 * xip_reserve_get() - its numbers
 * @state: all 0 if there is none
 */
void xip_reserve_get(struct xen_irq_reserve_state *state)
{
	*state = (struct xen_irq_reserve_state){};
	if (xip_attached)
		xip_kernel.get(state);
}

/**
 * xip_reserve_ready() - descriptors that are ready
 *
 * Return: how many.
 */
u32 xip_reserve_ready(void)
{
	struct xen_irq_reserve_state state;

	xip_reserve_get(&state);
	return state.ready;
}

/**
 * xip_reserve_marks() - between which numbers the reserve is kept
 *
 * Context: xip_mutex held.
 * Return: the marks; 0 without a reserve.
 */
struct xip_marks xip_reserve_marks(void)
{
	if (!xip_attached)
		return (struct xip_marks){};
	return xip_marks_for(xip_used(&xip_pool.ledger, XIP_CHANNELS), xip_pool.reserve_min,
			     xip_pool.reserve_max);
}

/**
 * xip_reserve_empty() - free all that is ready; the worker fills it up again
 *
 * Context: process, may sleep.
 */
void xip_reserve_empty(void)
{
	while (xip_attached && xip_kernel.remove())
		cond_resched();
}

/*
 * How many are to be made now; negative: to be freed. Once it is being filled, that
 * goes on up to the high mark.
 */
static s64 xip_reserve_want(bool filling)
{
	u32 ready = xip_reserve_ready(), share;
	struct xip_marks marks;
	s64 room;

	mutex_lock(&xip_mutex);
	marks = xip_reserve_marks();
	share = xip_pool.ledger.share;
	room = xip_marks_room(xip_pool.ledger.ceiling[XIP_DESCRIPTORS],
			      xip_used(&xip_pool.ledger, XIP_DESCRIPTORS), ready, share);
	room = min(room, xip_marks_room(xip_pool.ledger.ceiling[XIP_CHANNELS],
					xip_used(&xip_pool.ledger, XIP_CHANNELS), ready, 0));
	mutex_unlock(&xip_mutex);

	WRITE_ONCE(xip_reserve_low_mark, marks.low);
	xip_kernel.keep(xip_marks_kept(marks, share));
	return min_t(s64, filling ? (s64)marks.high - ready : xip_marks_want(marks, ready),
		     room);
}

/**
 * xip_reserve_check() - fill it up or empty it, if it is to be
 *
 * Without memory or numbers it stays as it is until the next census. A setting may
 * have it stop half way: one digit too many would take all memory otherwise.
 *
 * Context: the worker.
 */
void xip_reserve_check(void)
{
	bool grown = false;
	s64 want, step;

	if (!xip_attached)
		return;

	want = xip_reserve_want(false);
	for (; want < 0 && xip_kernel.remove(); want++)
		cond_resched();
	while (want > 0) {
		for (step = min_t(s64, want, XIP_RESERVE_STEP); step > 0; step--) {
			if (xip_kernel.add())
				break;
			grown = true;
			cond_resched();
		}
		want = step > 0 ? 0 : xip_reserve_want(true);
	}

	if (grown) {
		mutex_lock(&xip_mutex);
		xip_pool.growths++;
		mutex_unlock(&xip_mutex);
	}
}
