// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module parameters default_<knob>: the limits of domains that nobody has
 * configured, so that a new guest's first request meets them.
 */
#include <linux/module.h>
#include "domain.h"

static int xbt_default_param_set(const char *text, const struct kernel_param *kp)
{
	unsigned int knob = (uintptr_t)kp->arg;
	u64 value;
	int err;

	err = xbt_knob_parse(knob, text, &value);
	if (!err)
		xbt_default_set(knob, value);
	return err;
}

static int xbt_default_param_get(char *buf, const struct kernel_param *kp)
{
	unsigned int knob = (uintptr_t)kp->arg;

	return xbt_knob_print(buf, knob, xbt_default_get(knob));
}

static const struct kernel_param_ops xbt_default_param_ops = {
	.set = xbt_default_param_set,
	.get = xbt_default_param_get,
};

#define XBT_SAYS_rate "a number or max"
#define XBT_SAYS_burst "a number or auto"
#define XBT_SAYS_size "a number"
#define XBT_KNOB_PARAM(name, kind, scope, part)				\
	module_param_cb(default_##name, &xbt_default_param_ops,		\
			(void *)(uintptr_t)XBT_KNOB_##name, 0644);	\
	MODULE_PARM_DESC(default_##name,				\
			 #name " of domains nobody has configured: " XBT_SAYS_##kind);
XBT_FOR_EACH_KNOB(XBT_KNOB_PARAM)
