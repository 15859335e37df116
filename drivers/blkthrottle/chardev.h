/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files of /dev/xen/blkthrottle.
 */
#ifndef _XBT_CHARDEV_H
#define _XBT_CHARDEV_H

#include <linux/types.h>

int xbt_argument_in(void *to, size_t size, const void __user *from);
long xbt_ioc_get(void __user *arg);

#endif /* _XBT_CHARDEV_H */
