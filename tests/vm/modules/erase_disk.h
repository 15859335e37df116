/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _ERASE_DISK_H
#define _ERASE_DISK_H

#include <linux/blkdev.h>

/* The same for secure erase and for discard. */
#define ERASE_GRANULARITY 4096
#define ERASE_MAX_SECTORS (4096 << 10 >> SECTOR_SHIFT)

/* A disk that offers both, or an ERR_PTR; each series has its own way. */
struct gendisk *erase_disk_alloc(void);

#endif /* _ERASE_DISK_H */
