// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events for those who have a governor's device open.
 *
 * Locking and lifetime:
 *
 * - &xrd_readers.lock guards the list of readers and the records of each.
 *   Records come from any context, also from hard interrupts; the governor's
 *   own locks are outside of it, those of the wait queues inside.
 * - A reader's records are written by whoever has one and read by its reader,
 *   who copies to user space without the lock.
 * - Nobody listens: a record costs a look at an empty list.
 */
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "readers.h"

/* A reader may be so many records late; a power of two. */
#define XRD_KEPT 1024
/* No record is larger. */
#define XRD_SIZE_MAX 64

/**
 * struct xrd_reader - somebody who has the device open
 * @node: in the list of readers
 * @readers: that list
 * @wait: where it waits
 * @first: number of the oldest record kept
 * @next: number of the next record to come
 * @lost: records lost before @first that it has not been told of
 * @reading: one read() at a time
 * @records: by number, modulo XRD_KEPT
 */
struct xrd_reader {
	struct list_head node;
	struct xrd_readers *readers;
	wait_queue_head_t wait;
	u64 first;
	u64 next;
	u64 lost;
	struct mutex reading; /* one read() at a time */
	u8 records[] __aligned(sizeof(u64));
};

static void *xrd_record(struct xrd_reader *reader, u64 number)
{
	return reader->records + number % XRD_KEPT * reader->readers->size;
}

static struct xrd_tail *xrd_tail_of(struct xrd_readers *readers, void *record)
{
	return record + readers->size - sizeof(struct xrd_tail);
}

/* The readers' lock is held. */
static void xrd_keep(struct xrd_reader *reader, const void *record, u64 now)
{
	void *kept;

	if (reader->next - reader->first == XRD_KEPT) {
		reader->lost++;
		reader->first++;
	}
	kept = xrd_record(reader, reader->next++);
	memcpy(kept, record, reader->readers->size);
	xrd_tail_of(reader->readers, kept)->time_ns = now;
	wake_up_interruptible(&reader->wait);
}

/**
 * xrd_add() - tell all readers of something
 * @readers: the readers
 * @record: what; its tail is filled in here
 *
 * Context: any.
 */
void xrd_add(struct xrd_readers *readers, const void *record)
{
	struct xrd_reader *reader;
	unsigned long flags;
	u64 now;

	spin_lock_irqsave(&readers->lock, flags);
	/* Under the lock: the order of records is that of their times. */
	now = ktime_get_ns();
	list_for_each_entry(reader, &readers->list, node)
		xrd_keep(reader, record, now);
	spin_unlock_irqrestore(&readers->lock, flags);
}

/**
 * xrd_add_to() - tell one reader of something, as of what was before it came
 * @reader: the reader
 * @record: what; its tail is filled in here
 *
 * Context: any.
 */
void xrd_add_to(struct xrd_reader *reader, const void *record)
{
	unsigned long flags;

	spin_lock_irqsave(&reader->readers->lock, flags);
	xrd_keep(reader, record, ktime_get_ns());
	spin_unlock_irqrestore(&reader->readers->lock, flags);
}

/**
 * xrd_open() - somebody opens the device
 * @readers: its readers
 *
 * The reader is told of nothing before xrd_listen().
 *
 * Context: process, may sleep.
 * Return: the reader, or NULL without memory.
 */
struct xrd_reader *xrd_open(struct xrd_readers *readers)
{
	struct xrd_reader *reader;

	if (WARN_ON(readers->size > XRD_SIZE_MAX))
		return NULL;
	reader = kvzalloc(struct_size(reader, records, XRD_KEPT * readers->size),
			  GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!reader)
		return NULL;
	reader->readers = readers;
	init_waitqueue_head(&reader->wait);
	mutex_init(&reader->reading);
	INIT_LIST_HEAD(&reader->node);
	return reader;
}

/**
 * xrd_listen() - tell a reader of all that is to come
 * @reader: the reader
 *
 * Context: any.
 */
void xrd_listen(struct xrd_reader *reader)
{
	unsigned long flags;

	spin_lock_irqsave(&reader->readers->lock, flags);
	list_add(&reader->node, &reader->readers->list);
	spin_unlock_irqrestore(&reader->readers->lock, flags);
}

/**
 * xrd_close() - the device is closed
 * @reader: the reader
 *
 * Context: process, may sleep.
 */
void xrd_close(struct xrd_reader *reader)
{
	spin_lock_irq(&reader->readers->lock);
	list_del(&reader->node);
	spin_unlock_irq(&reader->readers->lock);
	kvfree(reader);
}

static bool xrd_has(struct xrd_reader *reader)
{
	return READ_ONCE(reader->next) != READ_ONCE(reader->first);
}

/* The oldest record, which stays until xrd_took() says otherwise. */
static bool xrd_peek(struct xrd_reader *reader, void *record, u64 *number)
{
	bool has;

	spin_lock_irq(&reader->readers->lock);
	has = reader->next != reader->first;
	if (has) {
		*number = reader->first;
		memcpy(record, xrd_record(reader, *number), reader->readers->size);
		xrd_tail_of(reader->readers, record)->lost = reader->lost;
	}
	spin_unlock_irq(&reader->readers->lock);
	return has;
}

/* Record @number has been read, with the word that @lost had been lost. */
static void xrd_took(struct xrd_reader *reader, u64 number, u64 lost)
{
	spin_lock_irq(&reader->readers->lock);
	if (reader->first == number) {
		reader->first++;
		reader->lost = 0;
	} else {
		/* Pushed out meanwhile, and counted as lost: it was not. */
		reader->lost -= 1 + lost;
	}
	spin_unlock_irq(&reader->readers->lock);
}

/**
 * xrd_read() - read() of the device
 * @reader: the reader
 * @to: where the records are to go
 * @count: room there
 * @nonblock: do not wait for the first
 *
 * Context: process, may sleep.
 * Return: bytes of whole records; -EINVAL if not even one fits, -EAGAIN,
 * -ERESTARTSYS, -EFAULT. What could not be copied is there for the next read.
 */
ssize_t xrd_read(struct xrd_reader *reader, char __user *to, size_t count, bool nonblock)
{
	u8 record[XRD_SIZE_MAX] __aligned(sizeof(u64));
	size_t size = reader->readers->size;
	ssize_t done = 0;
	u64 number;
	int err;

	if (count < size)
		return -EINVAL;
	if (nonblock ? !mutex_trylock(&reader->reading) :
		       mutex_lock_interruptible(&reader->reading))
		return nonblock ? -EAGAIN : -ERESTARTSYS;

	while (count - done >= size) {
		if (!xrd_peek(reader, record, &number)) {
			err = done || !nonblock ? 0 : -EAGAIN;
			if (!done && !err)
				err = wait_event_interruptible(reader->wait, xrd_has(reader));
			if (done || err)
				break;
			continue;
		}
		if (copy_to_user(to + done, record, size)) {
			err = -EFAULT;
			break;
		}
		xrd_took(reader, number, xrd_tail_of(reader->readers, record)->lost);
		done += size;
		err = 0;
	}
	mutex_unlock(&reader->reading);
	return done ? done : err;
}

/**
 * xrd_poll() - poll() of the device
 * @reader: the reader
 * @file: the open file
 * @table: of the caller
 *
 * Return: EPOLLIN if there are records.
 */
__poll_t xrd_poll(struct xrd_reader *reader, struct file *file, poll_table *table)
{
	poll_wait(file, &reader->wait, table);
	return xrd_has(reader) ? EPOLLIN | EPOLLRDNORM : 0;
}
