// SPDX-License-Identifier: GPL-2.0-or-later
/* The limits of a queue are set one by one, after the disk was made. */
#include <linux/err.h>
#include "erase_disk.h"

struct gendisk *erase_disk_alloc(void)
{
	struct gendisk *disk = blk_alloc_disk(NUMA_NO_NODE);

	if (!disk)
		return ERR_PTR(-ENOMEM);
	blk_queue_max_discard_sectors(disk->queue, ERASE_MAX_SECTORS);
	blk_queue_max_secure_erase_sectors(disk->queue, ERASE_MAX_SECTORS);
	disk->queue->limits.discard_granularity = ERASE_GRANULARITY;
	return disk;
}
