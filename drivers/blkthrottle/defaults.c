// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module parameters default_<knob>: the limits of domains that nobody has
 * configured, so that a new guest's first request meets them.
 */
#include <linux/module.h>
#include "domain.h"

static int xbt_default_param_set(const char *text, const struct kernel_param *kp)
{
	enum xbt_knob knob = (uintptr_t)kp->arg;
	u64 rate;
	int err;

	err = xbt_knob_parse(text, &rate);
	if (!err)
		xbt_default_set(knob, rate);
	return err;
}

static int xbt_default_param_get(char *buf, const struct kernel_param *kp)
{
	return xbt_knob_print(buf, xbt_default_limit((uintptr_t)kp->arg));
}

static const struct kernel_param_ops xbt_default_param_ops = {
	.set = xbt_default_param_set,
	.get = xbt_default_param_get,
};

#define XBT_KNOB_PARAM(name, dir, bucket)				\
	module_param_cb(default_##name, &xbt_default_param_ops,		\
			(void *)(uintptr_t)XBT_KNOB_##name, 0644);	\
	MODULE_PARM_DESC(default_##name,				\
			 #name " of domains nobody has configured: a number or max");
XBT_FOR_EACH_KNOB(XBT_KNOB_PARAM)
