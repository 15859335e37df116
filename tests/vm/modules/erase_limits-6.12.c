// SPDX-License-Identifier: GPL-2.0-or-later
/* The limits of a queue come with the disk. */
#include "erase_disk.h"

struct gendisk *erase_disk_alloc(void)
{
	struct queue_limits limits = {
		.max_hw_discard_sectors = ERASE_MAX_SECTORS,
		.max_secure_erase_sectors = ERASE_MAX_SECTORS,
		.discard_granularity = ERASE_GRANULARITY,
	};

	return blk_alloc_disk(&limits, NUMA_NO_NODE);
}
