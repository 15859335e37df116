/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those who have a governor's device open and read its events. Built into each
 * governor that has such a device.
 */
#ifndef _XRD_READERS_H
#define _XRD_READERS_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/poll.h>
#include <linux/spinlock.h>

struct xrd_reader;

/**
 * struct xrd_tail - how each record ends
 * @time_ns: when it happened, CLOCK_MONOTONIC
 * @lost: records before this one that the reader was too slow for
 */
struct xrd_tail {
	u64 time_ns;
	u64 lost;
};

/**
 * struct xrd_readers - all readers of one device
 * @lock: guards the list and the records of each reader
 * @list: of &struct xrd_reader
 * @size: of a record, which ends with a &struct xrd_tail
 */
struct xrd_readers {
	spinlock_t lock; /* see above */
	struct list_head list;
	size_t size;
};

/* Readers of records of @type, which the compiler checks the end of. */
#define XRD_READERS(name, type)							\
	static_assert(offsetofend(type, time_ns) + sizeof(u64) == sizeof(type) &&	\
		      offsetofend(type, lost) == sizeof(type));			\
	static struct xrd_readers name = {					\
		.lock = __SPIN_LOCK_UNLOCKED(name.lock),			\
		.list = LIST_HEAD_INIT(name.list),				\
		.size = sizeof(type),						\
	}

/**
 * xrd_none() - does nobody listen?
 * @readers: the readers
 *
 * Context: any. Return: true if a record would reach nobody.
 */
static inline bool xrd_none(struct xrd_readers *readers)
{
	return list_empty_careful(&readers->list);
}

void xrd_add(struct xrd_readers *readers, const void *record);
void xrd_add_to(struct xrd_reader *reader, const void *record);
struct xrd_reader *xrd_open(struct xrd_readers *readers);
void xrd_listen(struct xrd_reader *reader);
void xrd_close(struct xrd_reader *reader);
ssize_t xrd_read(struct xrd_reader *reader, char __user *to, size_t count, bool nonblock);
__poll_t xrd_poll(struct xrd_reader *reader, struct file *file, poll_table *table);

#endif /* _XRD_READERS_H */
