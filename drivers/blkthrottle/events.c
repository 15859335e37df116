// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events for those who have /dev/xen/blkthrottle open.
 *
 * Locking and lifetime:
 *
 * - xbt_events_lock guards the list of readers and the queue of each. Events
 *   come from any context, also from hard interrupts, with a domain's lock
 *   held; it nests inside of that one and outside of the wait queues' locks.
 * - A reader's queue is written by whoever has an event and read by its reader,
 *   who copies to user space without the lock.
 * - Nobody listens: an event costs a look at an empty list.
 */
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "events.h"

/* A reader may be so many events late; a power of two. */
#define XBT_EVENTS_KEPT 1024

/**
 * struct xbt_reader - somebody who has the device open
 * @node: in the list of readers
 * @wait: where it waits
 * @first: number of the oldest event kept
 * @next: number of the next event to come
 * @lost: events lost before @first that it has not been told of
 * @reading: one read() at a time
 * @events: by number, modulo XBT_EVENTS_KEPT
 */
struct xbt_reader {
	struct list_head node;
	wait_queue_head_t wait;
	u64 first;
	u64 next;
	u64 lost;
	struct mutex reading; /* one read() at a time */
	struct xbt_event events[XBT_EVENTS_KEPT];
};

static DEFINE_SPINLOCK(xbt_events_lock);
static LIST_HEAD(xbt_readers);

static void xbt_reader_add(struct xbt_reader *reader, const struct xbt_event *event)
{
	if (reader->next - reader->first == XBT_EVENTS_KEPT) {
		reader->lost++;
		reader->first++;
	}
	reader->events[reader->next++ % XBT_EVENTS_KEPT] = *event;
	wake_up_interruptible(&reader->wait);
}

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
	struct xbt_reader *reader;
	struct xbt_event event;
	unsigned long flags;

	if (list_empty_careful(&xbt_readers))
		return;

	event = (struct xbt_event){
		.size = sizeof(event),
		.type = type,
		.domid = at.dom->domid,
		.devid = xbt_devid_of(at),
		.knob = knob,
		.value = value,
	};
	spin_lock_irqsave(&xbt_events_lock, flags);
	/* Under the lock: the order of events is that of their times. */
	event.time_ns = ktime_get_ns();
	list_for_each_entry(reader, &xbt_readers, node)
		xbt_reader_add(reader, &event);
	spin_unlock_irqrestore(&xbt_events_lock, flags);
}

/**
 * xbt_reader_open() - somebody opens the device
 *
 * Context: process, may sleep.
 * Return: the reader, or NULL without memory.
 */
struct xbt_reader *xbt_reader_open(void)
{
	struct xbt_reader *reader;

	reader = kvzalloc(sizeof(*reader), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!reader)
		return NULL;
	init_waitqueue_head(&reader->wait);
	mutex_init(&reader->reading);
	spin_lock_irq(&xbt_events_lock);
	list_add(&reader->node, &xbt_readers);
	spin_unlock_irq(&xbt_events_lock);
	return reader;
}

/**
 * xbt_reader_close() - the device is closed
 * @reader: the reader
 *
 * Context: process, may sleep.
 */
void xbt_reader_close(struct xbt_reader *reader)
{
	spin_lock_irq(&xbt_events_lock);
	list_del(&reader->node);
	spin_unlock_irq(&xbt_events_lock);
	kvfree(reader);
}

static bool xbt_reader_has(struct xbt_reader *reader)
{
	return READ_ONCE(reader->next) != READ_ONCE(reader->first);
}

/* The oldest event, which stays until xbt_reader_took() says otherwise. */
static bool xbt_reader_peek(struct xbt_reader *reader, struct xbt_event *event,
			    u64 *number)
{
	bool has;

	spin_lock_irq(&xbt_events_lock);
	has = reader->next != reader->first;
	if (has) {
		*number = reader->first;
		*event = reader->events[*number % XBT_EVENTS_KEPT];
		event->lost = reader->lost;
	}
	spin_unlock_irq(&xbt_events_lock);
	return has;
}

/* Event @number has been read, with the word that @lost had been lost. */
static void xbt_reader_took(struct xbt_reader *reader, u64 number, u64 lost)
{
	spin_lock_irq(&xbt_events_lock);
	if (reader->first == number) {
		reader->first++;
		reader->lost = 0;
	} else {
		/* Pushed out meanwhile, and counted as lost: it was not. */
		reader->lost -= 1 + lost;
	}
	spin_unlock_irq(&xbt_events_lock);
}

/**
 * xbt_reader_read() - read() of the device
 * @reader: the reader
 * @to: where the events are to go
 * @count: room there
 * @nonblock: do not wait for the first
 *
 * Context: process, may sleep.
 * Return: bytes of whole events; -EINVAL if not even one fits, -EAGAIN,
 * -ERESTARTSYS, -EFAULT. What could not be copied is there for the next read.
 */
ssize_t xbt_reader_read(struct xbt_reader *reader, char __user *to, size_t count,
			bool nonblock)
{
	struct xbt_event event;
	ssize_t done = 0;
	u64 number;
	int err;

	if (count < sizeof(event))
		return -EINVAL;
	if (nonblock ? !mutex_trylock(&reader->reading) :
		       mutex_lock_interruptible(&reader->reading))
		return nonblock ? -EAGAIN : -ERESTARTSYS;

	while (count - done >= sizeof(event)) {
		if (!xbt_reader_peek(reader, &event, &number)) {
			err = done || !nonblock ? 0 : -EAGAIN;
			if (!done && !err)
				err = wait_event_interruptible(reader->wait,
							       xbt_reader_has(reader));
			if (done || err)
				break;
			continue;
		}
		if (copy_to_user(to + done, &event, sizeof(event))) {
			err = -EFAULT;
			break;
		}
		xbt_reader_took(reader, number, event.lost);
		done += sizeof(event);
		err = 0;
	}
	mutex_unlock(&reader->reading);
	return done ? done : err;
}

/**
 * xbt_reader_poll() - poll() of the device
 * @reader: the reader
 * @file: the open file
 * @table: of the caller
 *
 * Return: EPOLLIN if there are events.
 */
__poll_t xbt_reader_poll(struct xbt_reader *reader, struct file *file,
			 poll_table *table)
{
	poll_wait(file, &reader->wait, table);
	return xbt_reader_has(reader) ? EPOLLIN | EPOLLRDNORM : 0;
}
