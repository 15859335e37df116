/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those who read events; between events.c and chardev.c.
 */
#ifndef _XBT_EVENTS_H
#define _XBT_EVENTS_H

#include <linux/fs.h>
#include <linux/poll.h>
#include "domain.h"

struct xbt_reader;

struct xbt_reader *xbt_reader_open(void);
void xbt_reader_close(struct xbt_reader *reader);
ssize_t xbt_reader_read(struct xbt_reader *reader, char __user *to, size_t count,
			bool nonblock);
__poll_t xbt_reader_poll(struct xbt_reader *reader, struct file *file,
			 poll_table *table);

#endif /* _XBT_EVENTS_H */
