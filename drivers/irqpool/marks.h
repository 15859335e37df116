/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many ready descriptors are to be kept.
 */
#ifndef _XIP_MARKS_H
#define _XIP_MARKS_H

#include "core_types.h"

/**
 * struct xip_marks - between which numbers the reserve is kept
 * @low: below this it is filled up to @high
 * @high: above this and a quarter it is emptied down to @high
 */
struct xip_marks {
	u32 low;
	u32 high;
};

struct xip_marks xip_marks_for(u32 used, u32 min, u32 max);
u32 xip_marks_kept(struct xip_marks marks, u32 share);
s64 xip_marks_room(u32 ceiling, u32 used, u32 ready, u32 share);
s64 xip_marks_want(struct xip_marks marks, u32 ready);

#endif /* _XIP_MARKS_H */
