/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between gate.c, the way of a request, and rings.c, where rings come and go.
 */
#ifndef _XBT_GATE_H
#define _XBT_GATE_H

#include "domain.h"

/**
 * struct xbt_gate_ring - a ring at the gate
 * @core: what the flow knows of it; under the domain's lock
 * @ring: the seam's side
 * @vbd: its disk
 * @waiting: requests held; written under the domain's lock, and counted down
 *	only when the request is on the ring's list already
 */
struct xbt_gate_ring {
	struct xbt_ring core;
	struct xbh_blk_ring *ring;
	struct xbt_vbd *vbd;
	unsigned int waiting;
};

void xbt_gate_drain(struct xbt_gate_ring *gr);
bool xbt_gate_hold(struct xbh_blk_ring *ring, struct xbh_blk_req *req, u64 now);
void xbt_gate_done(struct xbh_blk_ring *ring, struct xbh_blk_req *req, int error,
		   u64 service_ns);

#endif /* _XBT_GATE_H */
