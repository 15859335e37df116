// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-blkthrottle: a token-bucket throttle for each domain in front of
 * xen-blkback.
 *
 * domain.c   domains come and go, and what their limits are
 * gate.c     the request path: pass, hold, release
 * flow.c     core: who may go, who waits, who is next
 * bucket.c   core: one token bucket
 * knobs.c    the list of limits and their text form
 * sysfs.c    the class devices
 * defaults.c the module parameters
 */
#include <linux/module.h>
#include "domain.h"

static int __init xbt_init(void)
{
	int err;

	err = class_register(&xbt_class);
	if (err)
		return err;

	err = xbh_blk_register(&xbt_gate_ops);
	if (err) {
		if (err == -EBUSY)
			pr_err("xen-blkthrottle: another block governor is registered; unload it first\n");
		class_unregister(&xbt_class);
	}
	return err;
}
module_init(xbt_init);

static void __exit xbt_exit(void)
{
	xbh_blk_unregister(&xbt_gate_ops);
	class_unregister(&xbt_class);
}
module_exit(xbt_exit);

MODULE_DESCRIPTION("Per-domain token-bucket throttle for Xen block backends");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(DOM0PACK_VERSION);
