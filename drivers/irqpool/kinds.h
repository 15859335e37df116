/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What event channels are for.
 */
#ifndef _XIP_KINDS_H
#define _XIP_KINDS_H

#include "core_types.h"

/* In the order in which they are shown. */
#define XIP_FOR_EACH_KIND(X)	\
	X(xenstore)		\
	X(console)		\
	X(vbd)			\
	X(vif)			\
	X(user)			\
	X(virq)			\
	X(ipi)			\
	X(pirq)			\
	X(unbound)		\
	X(left)			\
	X(other)

#define XIP_KIND_ENUM(name) XIP_KIND_##name,
enum xip_kind { XIP_FOR_EACH_KIND(XIP_KIND_ENUM) XIP_KINDS };

extern const char *const xip_kind_names[XIP_KINDS];

enum xip_kind xip_kind_of(const char *name);

#endif /* _XIP_KINDS_H */
