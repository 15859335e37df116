/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which place of a histogram a time belongs to. Part of the core.
 */
#ifndef _XBT_HIST_H
#define _XBT_HIST_H

#include "core_types.h"

/**
 * xbt_hist_place() - the place of a time
 * @ns: the time
 *
 * Return: i, where 2^i <= @ns < 2^(i + 1); 0 for what is less, the last of the
 * XBT_HIST places for what is more.
 */
static inline unsigned int xbt_hist_place(u64 ns)
{
	unsigned int place = 63 - __builtin_clzll(ns | 1);

	return place < XBT_HIST ? place : XBT_HIST - 1;
}

#endif /* _XBT_HIST_H */
