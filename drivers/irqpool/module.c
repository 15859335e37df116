// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-irqpool: dom0's event channels and interrupt descriptors: who has them,
 * who may have more, and a reserve of them.
 *
 * Core:
 *   ledger.c    who has how many, and may there be one more
 *   marks.c     how large the reserve is to be
 *   alarm.c     when to warn
 *   forecast.c  how many more guests fit
 *   kinds.c     what a channel is for
 * Glue:
 *   pool.c      what is shared; the rules of locking and lifetime
 *   census.c    counts all channels, again and again
 *   domains.c   domains come and go
 *   left.c      closes what failed binds have left behind
 *   governor.c  answers the backends
 *   reserve.c   keeps descriptors ready, where the kernel can
 *   ceilings.c  what there can be at the most
 *   warn.c      before it is reached
 *   events.c    /dev/xen/irqpool, with readers.c
 *   sysfs*.c    what is seen and set
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <xen/xen-backend-hooks-evtchn.h>
#include <xen/xen.h>
#include "pool.h"

static int __init xip_slots_make(void)
{
	unsigned int domid;

	xip_slots = vzalloc(array_size(DOMID_FIRST_RESERVED, sizeof(*xip_slots)));
	if (!xip_slots)
		return -ENOMEM;
	for (domid = 0; domid < DOMID_FIRST_RESERVED; domid++)
		xip_slots[domid].account.quota = XIP_DEFAULT_QUOTA;
	/* Its own interrupts are among its channels, and it is the toolstack. */
	xip_slots[0].account.quota = XIP_NO_LIMIT;
	return 0;
}

/*
 * What can be read goes, and then what reading has left: a census is taken as
 * long as there is somebody to read it.
 */
static void xip_devices_end(void)
{
	device_unregister(xip_pool_dev);
	xip_domains_leave(true);
	xip_left_forget();
}

static int __init xip_init(void)
{
	int err;

	if (!xen_domain())
		return -ENODEV;
	err = xip_slots_make();
	if (err)
		return err;
	err = -ENOMEM;
	xip_queue = alloc_ordered_workqueue("xen-irqpool", WQ_MEM_RECLAIM);
	if (!xip_queue)
		goto no_queue;
	err = class_register(&xip_class);
	if (err)
		goto no_class;
	xip_ceilings_begin();
	xip_reserve_begin();
	err = xbh_evtchn_register(&xip_governor);
	if (err == -EBUSY)
		pr_err("xen-irqpool: another governor of event channels is registered; unload it first\n");
	if (err)
		goto no_seam;
	/* udev sets what the administrator wants as soon as it is there: all has to be. */
	xip_pool_dev = device_create_with_groups(&xip_class, NULL, 0, NULL, xip_pool_groups,
						 "pool");
	err = PTR_ERR_OR_ZERO(xip_pool_dev);
	if (err)
		goto no_pool;
	/* From here on nothing fails: who has it open could not be got rid of. */
	err = xip_chardev_register();
	if (err)
		goto no_chardev;
	xip_census_begin();
	return 0;

no_chardev:
	xip_devices_end();
no_pool:
	xbh_evtchn_unregister(&xip_governor);
no_seam:
	xip_reserve_end();
	xip_ceilings_end();
	class_unregister(&xip_class);
no_class:
	destroy_workqueue(xip_queue);
no_queue:
	vfree(xip_slots);
	return err;
}
module_init(xip_init);

static void __exit xip_exit(void)
{
	xbh_evtchn_unregister(&xip_governor);
	xip_chardev_unregister();
	xip_census_end();
	xip_devices_end();
	xip_reserve_end();
	xip_ceilings_end();
	class_unregister(&xip_class);
	destroy_workqueue(xip_queue);
	vfree(xip_slots);
}
module_exit(xip_exit);

MODULE_DESCRIPTION("Event channels and interrupt descriptors of a Xen dom0");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(DOM0PACK_VERSION);
