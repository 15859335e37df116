// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call XBT_IOC_GET of /dev/xen/blkthrottle: many states at once. The rules
 * of locking stand at the top of chardev.c.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "chardev.h"
#include "domain.h"

/* Fill in @state up to @size; the caller has zeroed it. */
static void xbt_state_fill(struct xbt_state *state, size_t size, struct xbt_target at)
{
	struct xbt_stats *stats = (struct xbt_stats *)state->dir;

	/* The numbers of a state are a struct xbt_stats. */
	BUILD_BUG_ON(sizeof(*stats) != sizeof(*state) - offsetof(struct xbt_state, dir));
	BUILD_BUG_ON(offsetof(struct xbt_stats, service) !=
		     offsetof(struct xbt_state, service) - offsetof(struct xbt_state, dir));
	BUILD_BUG_ON(XBT_KNOBS > XBT_KNOBS_ROOM);

	state->domid = at.dom->domid;
	state->devid = xbt_devid_of(at);
	state->vbds = at.vbd ? 1 : at.dom->nr_vbds;
	state->rings = xbt_rings_of(at);
	state->time_ns = ktime_get_ns();
	state->since_ns = xbt_level_of(at)->since_ns;
	xbt_limits_get(at, state->knob);
	if (size > offsetof(struct xbt_state, dir))
		xbt_stats_get(at, stats);
}

/**
 * struct xbt_gather - states on their way to the caller
 * @get: what was asked for
 * @states: room for them, or NULL to count only
 * @room: how many fit
 * @there: how many there are
 */
struct xbt_gather {
	const struct xbt_get *get;
	struct xbt_state *states;
	u32 room;
	u32 there;
};

static void xbt_gather_one(struct xbt_gather *gather, struct xbt_target at)
{
	if (gather->there < gather->room)
		xbt_state_fill(&gather->states[gather->there],
			       gather->get->state_size, at);
	gather->there++;
}

static void xbt_gather_domain(struct xbt_gather *gather, struct xbt_domain *dom)
{
	struct xbt_vbd *vbd;

	if (gather->get->flags & XBT_GET_DOMAINS)
		xbt_gather_one(gather, (struct xbt_target){ dom });
	if (!(gather->get->flags & XBT_GET_VBDS))
		return;
	list_for_each_entry(vbd, &dom->vbds, node)
		xbt_gather_one(gather, (struct xbt_target){ dom, vbd });
}

static int xbt_gather(struct xbt_gather *gather)
{
	struct xbt_target at;
	int err = 0;

	gather->there = 0;
	mutex_lock(&xbt_domains_mutex);
	if (gather->get->domid == XBT_ALL_DOMAINS) {
		list_for_each_entry(at.dom, &xbt_domains, node)
			xbt_gather_domain(gather, at.dom);
	} else {
		err = xbt_target_find(&at, gather->get->domid, XBT_WHOLE_DOMAIN);
		if (!err)
			xbt_gather_domain(gather, at.dom);
	}
	mutex_unlock(&xbt_domains_mutex);
	return err;
}

static int xbt_states_out(const struct xbt_gather *gather)
{
	u32 size = gather->get->state_size, i;
	u32 count = min(gather->there, gather->room);
	u32 known = min_t(u32, size, sizeof(struct xbt_state));

	for (i = 0; i < count; i++) {
		void __user *to = u64_to_user_ptr(gather->get->states + (u64)i * size);

		if (copy_to_user(to, &gather->states[i], known) ||
		    clear_user(to + known, size - known))
			return -EFAULT;
	}
	return 0;
}

/**
 * xbt_ioc_get() - the call XBT_IOC_GET
 * @arg: a struct xbt_get of the caller
 *
 * Context: process, may sleep.
 * Return: 0 or -errno, see include/uapi/xen/blkthrottle.h.
 */
long xbt_ioc_get(void __user *arg)
{
	struct xbt_get __user *user = arg;
	struct xbt_get get;
	struct xbt_gather gather = { .get = &get };
	int err;

	err = xbt_argument_in(&get, sizeof(get), arg);
	if (err)
		return err;
	if (memchr_inv(get.reserved, 0, sizeof(get.reserved)) ||
	    !(get.flags & (XBT_GET_DOMAINS | XBT_GET_VBDS)) ||
	    (get.flags & ~(XBT_GET_DOMAINS | XBT_GET_VBDS)) ||
	    get.state_size < offsetofend(struct xbt_state, devid))
		return -EINVAL;
	if (get.state_size > PAGE_SIZE)
		return -E2BIG;

	/* No more memory than there are states, whatever room the caller has. */
	err = xbt_gather(&gather);
	if (err)
		return err;
	gather.room = min(gather.there, get.count);
	if (gather.room) {
		gather.states = kvcalloc(gather.room, sizeof(*gather.states),
					 GFP_KERNEL | __GFP_NOWARN);
		if (!gather.states)
			return -ENOMEM;
		err = xbt_gather(&gather);
	}
	if (!err)
		err = xbt_states_out(&gather);
	if (!err && put_user(gather.there, &user->count))
		err = -EFAULT;
	kvfree(gather.states);
	return err;
}
