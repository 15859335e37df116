/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two halves of the block side share: block.c, where disks, rings and
 * governors come and go, and block_request.c, the way of a request.
 */
#ifndef _XBH_BLOCK_H
#define _XBH_BLOCK_H

#include <linux/rcupdate.h>
#include <xen/xen-backend-hooks.h>

/* The governor, or NULL; written under block.c's mutex. */
extern const struct xbh_blk_ops __rcu *xbh_blk_ops;
/* Counts registrations; written under block.c's mutex, 0 before the first. */
extern u32 xbh_blk_governor;

struct xbh_blk_req *xbh_blk_take(struct xbh_blk_ring *ring);

#endif /* _XBH_BLOCK_H */
