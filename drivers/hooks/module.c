// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-backend-hooks: the module that patched backends and governors share. It
 * has no state of its own to set up; its life is that of those who use it.
 */
#include <linux/module.h>

MODULE_DESCRIPTION("The seam between Xen backends and their governors");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(DOM0PACK_VERSION);
