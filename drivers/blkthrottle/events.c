// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events for those who have /dev/xen/blkthrottle open. They come from any
 * context, with a domain's lock held.
 */
#include "events.h"

XRD_READERS(xbt_readers, struct xbt_event);

/**
 * xbt_event_add() - tell all readers of an event
 * @type: what happened
 * @at: to whom
 * @knob: of XBT_LIMIT_CHANGED
 * @value: of XBT_LIMIT_CHANGED
 *
 * Context: any.
 */
void xbt_event_add(enum xbt_event_type type, struct xbt_target at,
		   unsigned int knob, u64 value)
{
	struct xbt_event event;

	if (xrd_none(&xbt_readers))
		return;

	event = (struct xbt_event){
		.size = sizeof(event),
		.type = type,
		.domid = at.dom->domid,
		.devid = xbt_devid_of(at),
		.knob = knob,
		.value = value,
	};
	xrd_add(&xbt_readers, &event);
}

/**
 * xbt_reader_open() - somebody opens the device
 *
 * Context: process, may sleep.
 * Return: the reader, or NULL without memory.
 */
struct xrd_reader *xbt_reader_open(void)
{
	struct xrd_reader *reader = xrd_open(&xbt_readers);

	if (reader)
		xrd_listen(reader);
	return reader;
}
