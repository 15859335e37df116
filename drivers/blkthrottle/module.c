// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-blkthrottle: a token-bucket throttle for each domain in front of
 * xen-blkback.
 *
 * Core:
 *   bucket.c    one token bucket
 *   limitset.c  the limits of one level: a domain, or a disk
 *   look.c      one look through those who wait
 *   flow.c      who may go, who waits, who is next; pass.h is its short way
 *   knobs.c     which knob turns which bucket
 * Glue:
 *   domain.c    domains and disks come and go
 *   gate.c      the request path: pass, hold, release
 *   rings.c     rings come and go
 *   settings.c  limits are read and set
 *   moved.c     what is held of a domain that has been migrated away stays
 *   stats.c     numbers and histograms
 *   show.c      their text, in sysfs_domain.c and sysfs_vbd.c
 *   defaults.c  the module parameters
 *   chardev.c   /dev/xen/blkthrottle, with chardev_get.c and events.c
 *   trace.h     the trace events
 */
#include <linux/module.h>
#include "domain.h"

static int __init xbt_init(void)
{
	int err;

	err = xbt_moved_begin();
	if (err)
		return err;

	err = class_register(&xbt_class);
	if (err)
		goto no_class;

	err = xbt_chardev_register();
	if (err)
		goto no_chardev;

	err = xbh_blk_register(&xbt_governor);
	if (err)
		goto no_seam;
	return 0;

no_seam:
	if (err == -EBUSY)
		pr_err("xen-blkthrottle: another block governor is registered; unload it first\n");
	xbt_chardev_unregister();
no_chardev:
	class_unregister(&xbt_class);
no_class:
	xbt_moved_end();
	return err;
}
module_init(xbt_init);

static void __exit xbt_exit(void)
{
	xbh_blk_unregister(&xbt_governor);
	xbt_chardev_unregister();
	class_unregister(&xbt_class);
	xbt_moved_end();
}
module_exit(xbt_exit);

MODULE_DESCRIPTION("Per-domain token-bucket throttle for Xen block backends");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(DOM0PACK_VERSION);
