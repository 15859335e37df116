// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/xen/irqpool: events for those who have it open.
 */
#include <linux/miscdevice.h>
#include <linux/module.h>
#include "../common/readers.h"
#include "pool.h"

XRD_READERS(xip_readers, struct xip_event);

/**
 * xip_event_add() - tell all readers of an event
 * @event: what; size, time_ns and lost are filled in here
 *
 * Context: any.
 */
void xip_event_add(struct xip_event event)
{
	event.size = sizeof(event);
	if (!xrd_none(&xip_readers))
		xrd_add(&xip_readers, &event);
}

/*
 * Whoever comes when a ceiling is near is to know, first of all and once: levels
 * change with the mutex held, and so are told.
 */
static void xip_say_levels(struct xrd_reader *reader)
{
	unsigned int what;

	mutex_lock(&xip_mutex);
	for (what = 0; what < XIP_CEILINGS; what++) {
		struct xip_event event = {
			.size = sizeof(event),
			.type = XIP_CEILING_LEVEL,
			.ceiling = what,
			.level = xip_pool.level[what],
			.used = xip_used(&xip_pool.ledger, what),
			.limit = xip_pool.ledger.ceiling[what],
		};

		if (event.level)
			xrd_add_to(reader, &event);
	}
	xrd_listen(reader);
	mutex_unlock(&xip_mutex);
}

static int xip_open(struct inode *inode, struct file *file)
{
	struct xrd_reader *reader = xrd_open(&xip_readers);

	if (!reader)
		return -ENOMEM;
	xip_say_levels(reader);
	file->private_data = reader;
	return stream_open(inode, file);
}

static int xip_release(struct inode *inode, struct file *file)
{
	xrd_close(file->private_data);
	return 0;
}

static ssize_t xip_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	return xrd_read(file->private_data, to, count, file->f_flags & O_NONBLOCK);
}

static __poll_t xip_poll(struct file *file, poll_table *table)
{
	return xrd_poll(file->private_data, file, table);
}

static const struct file_operations xip_fops = {
	.owner = THIS_MODULE,
	.open = xip_open,
	.release = xip_release,
	.read = xip_read,
	.poll = xip_poll,
};

/* As /dev/xen/blkthrottle: who has it open costs memory, and keeps the module. */
static struct miscdevice xip_miscdev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen/irqpool",
	.fops = &xip_fops,
	.mode = 0600,
};

/**
 * xip_chardev_register() - make the device
 *
 * Return: 0 or -errno.
 */
int xip_chardev_register(void)
{
	return misc_register(&xip_miscdev);
}

/**
 * xip_chardev_unregister() - take it away; nobody has it open
 */
void xip_chardev_unregister(void)
{
	misc_deregister(&xip_miscdev);
}
