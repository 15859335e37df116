// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module parameters: what is done to interfaces that appear, and, when the
 * module is loaded, to those there are.
 */
#include <linux/module.h>
#include "vif.h"

static struct xcf_settings xcf_default = {
	.mode = XCF_MODE_OFF,
	.gso = XCF_GSO_PASS,
	.bad = XCF_BAD_COUNT,
};

/**
 * xcf_defaults() - what is to be done to a new interface
 *
 * Context: any.
 * Return: the settings.
 */
struct xcf_settings xcf_defaults(void)
{
	return (struct xcf_settings){
		.mode = READ_ONCE(xcf_default.mode),
		.gso = READ_ONCE(xcf_default.gso),
		.bad = READ_ONCE(xcf_default.bad),
	};
}

#define XCF_PARAM(name, says)						\
static int xcf_##name##_param_set(const char *text,			\
				  const struct kernel_param *kp)	\
{									\
	int value = xcf_word(xcf_##name##_words, text);			\
									\
	if (value < 0)							\
		return value;						\
	WRITE_ONCE(xcf_default.name, value);				\
	return 0;							\
}									\
									\
static int xcf_##name##_param_get(char *buf,				\
				  const struct kernel_param *kp)	\
{									\
	return sysfs_emit(buf, "%s\n",					\
			  xcf_##name##_words[READ_ONCE(xcf_default.name)]); \
}									\
									\
static const struct kernel_param_ops xcf_##name##_param_ops = {	\
	.set = xcf_##name##_param_set,					\
	.get = xcf_##name##_param_get,					\
};									\
module_param_cb(default_##name, &xcf_##name##_param_ops, NULL, 0644);	\
MODULE_PARM_DESC(default_##name, says)

XCF_PARAM(mode, "mode of interfaces that appear: off, complete, nooffload or verify");
XCF_PARAM(gso, "gso of interfaces that appear: pass or segment");
XCF_PARAM(bad, "bad of interfaces that appear: count, drop or repair");
