// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings come and go, and what the throttle answers the seam. The rules of
 * locking and lifetime stand at the top of domain.c and gate.c.
 */
#include <linux/slab.h>
#include "gate.h"

static void xbt_ring_count(struct xbt_vbd *vbd, int change)
{
	mutex_lock(&xbt_domains_mutex);
	vbd->nr_rings += change;
	mutex_unlock(&xbt_domains_mutex);
}

static int xbt_ring_up(struct xbh_blk_ring *ring)
{
	struct xbt_gate_ring *gr = kzalloc(sizeof(*gr), GFP_KERNEL);

	if (!gr)
		return -ENOMEM;
	gr->ring = ring;
	gr->vbd = ring->vbd->priv;
	gr->core.disk = &gr->vbd->disk;
	xbt_ring_count(gr->vbd, 1);
	ring->priv = gr;
	return 0;
}

static void xbt_ring_drain(struct xbh_blk_ring *ring)
{
	xbt_gate_drain(ring->priv);
}

static void xbt_ring_down(struct xbh_blk_ring *ring)
{
	struct xbt_gate_ring *gr = ring->priv;

	xbt_gate_drain(gr);
	xbt_ring_count(gr->vbd, -1);
	ring->priv = NULL;
	kfree(gr);
}

const struct xbh_blk_ops xbt_governor = {
	.vbd_add = xbt_vbd_add,
	.vbd_unplug = xbt_vbd_unplug,
	.vbd_del = xbt_vbd_del,
	.ring_up = xbt_ring_up,
	.ring_drain = xbt_ring_drain,
	.ring_down = xbt_ring_down,
	.hold = xbt_gate_hold,
	.done = xbt_gate_done,
};
