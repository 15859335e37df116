// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is to be done to an interface, and bringing it about. Under rtnl.
 */
#include <linux/rtnetlink.h>
#include "vif.h"

/*
 * A packet may meet an old setting beside a new one: any of the combinations is
 * valid.
 */
static void xcf_settings_write(struct xcf_vif *vif, const struct xcf_settings *set)
{
	WRITE_ONCE(vif->set.mode, set->mode);
	WRITE_ONCE(vif->set.gso, set->gso);
	WRITE_ONCE(vif->set.bad, set->bad);
}

/**
 * xcf_set() - change what is to be done to an interface
 * @vif: the interface
 * @set: the new settings
 *
 * Context: process, under rtnl.
 * Return: 0, or -errno and nothing has changed.
 */
int xcf_set(struct xcf_vif *vif, const struct xcf_settings *set)
{
	struct xcf_settings old = vif->set;
	int err;

	ASSERT_RTNL();
	/* A packet that meets a hook finds out what to do. */
	xcf_settings_write(vif, set);
	err = xcf_hooks_apply(vif, set->mode != XCF_MODE_OFF);
	if (err) {
		xcf_settings_write(vif, &old);
		return err;
	}
	xcf_offload_apply(vif, set);
	return 0;
}
