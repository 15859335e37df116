// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A disk in memory, /dev/erase0, that knows secure erase, which no emulated
 * drive does. A secure erase leaves zeroes, a discard leaves everything as it
 * was: so both the numbers below and what is read afterwards tell which it was.
 */
#include <linux/blkdev.h>
#include <linux/module.h>
#include <linux/vmalloc.h>
#include "erase_disk.h"

static unsigned int megabytes = 16;
module_param(megabytes, uint, 0444);
MODULE_PARM_DESC(megabytes, "size of the disk");

/* Guards the numbers. */
static DEFINE_SPINLOCK(erase_lock);

static unsigned long secure_erases;
module_param(secure_erases, ulong, 0444);
MODULE_PARM_DESC(secure_erases, "how many there were");

static unsigned long secure_erase_bytes;
module_param(secure_erase_bytes, ulong, 0444);
MODULE_PARM_DESC(secure_erase_bytes, "of how much");

static unsigned long discards;
module_param(discards, ulong, 0444);
MODULE_PARM_DESC(discards, "how many plain ones there were");

static unsigned long discard_bytes;
module_param(discard_bytes, ulong, 0444);
MODULE_PARM_DESC(discard_bytes, "of how much");

static struct gendisk *erase_disk;
static u8 *erase_data;

static void erase_count(unsigned long *number, unsigned long *sum, u32 bytes)
{
	spin_lock(&erase_lock);
	(*number)++;
	*sum += bytes;
	spin_unlock(&erase_lock);
}

static void erase_copy(struct bio *bio, u8 *at)
{
	struct bvec_iter iter;
	struct bio_vec bvec;

	bio_for_each_segment(bvec, bio, iter) {
		if (op_is_write(bio_op(bio)))
			memcpy_from_bvec(at, &bvec);
		else
			memcpy_to_bvec(&bvec, at);
		at += bvec.bv_len;
	}
}

static void erase_submit_bio(struct bio *bio)
{
	u8 *at = erase_data + (bio->bi_iter.bi_sector << SECTOR_SHIFT);
	u32 bytes = bio->bi_iter.bi_size;

	switch (bio_op(bio)) {
	case REQ_OP_SECURE_ERASE:
		memset(at, 0, bytes);
		erase_count(&secure_erases, &secure_erase_bytes, bytes);
		break;
	case REQ_OP_DISCARD:
		erase_count(&discards, &discard_bytes, bytes);
		break;
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		erase_copy(bio, at);
		break;
	default:
		bio->bi_status = BLK_STS_NOTSUPP;
		break;
	}
	bio_endio(bio);
}

static const struct block_device_operations erase_ops = {
	.owner = THIS_MODULE,
	.submit_bio = erase_submit_bio,
};

static int __init erase_init(void)
{
	int err;

	erase_data = vzalloc((size_t)megabytes << 20);
	if (!erase_data)
		return -ENOMEM;

	erase_disk = erase_disk_alloc();
	if (IS_ERR(erase_disk)) {
		err = PTR_ERR(erase_disk);
		goto no_disk;
	}
	strscpy(erase_disk->disk_name, "erase0", sizeof(erase_disk->disk_name));
	erase_disk->fops = &erase_ops;
	set_capacity(erase_disk, (sector_t)megabytes << (20 - SECTOR_SHIFT));
	err = add_disk(erase_disk);
	if (err)
		goto not_added;
	return 0;

not_added:
	put_disk(erase_disk);
no_disk:
	vfree(erase_data);
	return err;
}
module_init(erase_init);

static void __exit erase_exit(void)
{
	del_gendisk(erase_disk);
	put_disk(erase_disk);
	vfree(erase_data);
}
module_exit(erase_exit);

MODULE_DESCRIPTION("A disk in memory that counts secure erases, for tests");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
