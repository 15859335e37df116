// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is shared by all parts of the pool.
 *
 * Locking and lifetime:
 *
 * - xip_census_mutex is held while a census goes through the channels, a tenth
 *   of a second where there are very many. It guards what a census has found so
 *   far and the list of domains.
 * - xip_mutex guards the ledger, the accounts, the settings and the results of
 *   the last census. It is held for moments, and never while something is
 *   waited for. It nests inside of xip_census_mutex and of the seam's mutex.
 * - A backend that binds meets the seam's mutex and xip_mutex only: it never
 *   waits for a census. Its account is in an array that is there from the
 *   beginning: binding must not need memory for our sake.
 * - A census adds the devices of domains that it meets for the first time. The
 *   worker alone removes those of domains that have nothing any more, and holds
 *   no mutex then: device_unregister() waits for readers of the device's
 *   attributes, and these take a census and the mutexes.
 * - The census and the reserve have a work each, on xip_queue. It is ordered, so
 *   they never run beside each other: "the worker" is whichever runs.
 */
#include <linux/workqueue.h>
#include "pool.h"

/* See above. */
DEFINE_MUTEX(xip_mutex);
struct xip_slot *xip_slots;
struct workqueue_struct *xip_queue;

struct xip_pool xip_pool = {
	.ledger = {
		.ceiling = { XIP_NO_LIMIT, XIP_NO_LIMIT },
		.share = 128,
		.default_quota = 512,
	},
	.reserve_min = 64,
	.reserve_max = 1024,
};
